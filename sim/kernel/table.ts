/** A table of the code: an object whose keys are the names of what there is, in the order in which it is listed. */
type Table<Name extends string, Entry> = Readonly<Record<Name, Entry>>;

export function isIn<Name extends string>(table: Table<Name, unknown>, text: string): text is Name {
  return Object.hasOwn(table, text);
}

/** In the order of the table. */
export function namesOf<Name extends string>(table: Table<Name, unknown>): readonly Name[] {
  return Object.keys(table).filter((name) => isIn(table, name));
}

/** One value for each entry, under its name, in the order of the table. */
export function mapTable<Name extends string, Entry, Value>(
  table: Table<Name, Entry>,
  valueOf: (entry: Entry, name: Name) => Value,
): Table<Name, Value> {
  const values = Object.fromEntries(namesOf(table).map((name) => [name, valueOf(table[name], name)]));
  if (!hasAllOf(table, values)) throw new Error('A value is missing of which there was an entry.');
  return values;
}

function hasAllOf<Name extends string, Value>(
  table: Table<Name, unknown>,
  values: Readonly<Record<string, Value>>,
): values is Table<Name, Value> {
  return namesOf(table).every((name) => Object.hasOwn(values, name));
}
