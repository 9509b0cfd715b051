/** Why a file will not do as a store, in a sentence that says what to do. */
export class StoreFileError extends Error {}
