package io.isolde.store.encoding;

/** How the values of one class are written and read. Thread-safe. */
interface Format {
  /** The number that stands before each value. */
  int id();

  /** Writes a value of the class. */
  void write(Object value, Output out, Types types);

  /** Reads a value where {@code declared} is. */
  Object read(Input in, ValueReader values, Declared declared);
}
