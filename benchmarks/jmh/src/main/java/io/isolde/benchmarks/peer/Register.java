package io.isolde.benchmarks.peer;

/**
 * One object and one number, used one operation at a time, without a transaction around.
 * Thread-safe, but for the plain one.
 */
public interface Register {
  Object get();

  void set(Object value);

  void increment();

  long count();
}
