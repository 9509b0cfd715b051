/** The version of a program that runs where nothing says another, and the one that takes its place. */
export const VERSIONS = ['current', 'next'] as const;
export type Version = (typeof VERSIONS)[number];
