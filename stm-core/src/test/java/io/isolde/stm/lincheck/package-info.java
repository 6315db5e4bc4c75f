/**
 * Refs and whole transactions under Lincheck, a model checker: it runs small scenarios in many
 * interleavings, switching at every access to shared memory, and compares the results with a
 * specification.
 */
package io.isolde.stm.lincheck;
