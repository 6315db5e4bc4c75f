/**
 * Refs and whole transactions under Lincheck, a model checker: it runs small scenarios in many
 * interleavings, switching at every access of shared memory, and compares with a specification.
 */
package io.isolde.stm.lincheck;
