/**
 * The engine with planted bugs, to see that the proof tools notice: a check that has never failed
 * proves nothing.
 */
package io.isolde.stm.mutant;
