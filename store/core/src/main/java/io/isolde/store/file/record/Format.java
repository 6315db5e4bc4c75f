package io.isolde.store.file.record;

/** The format in which the values of one class are written and read. Thread-safe. */
interface Format {
  /** The number that precedes each value. */
  int id();

  /** Writes a value of the class. */
  void write(Object value, Output out, Types types);

  /** Reads a value whose declared type is {@code declared}. */
  Object read(Input in, ValueReader values, Declared declared);
}
