/**
 * The engine with planted bugs, to show that the proof tools notice them: a check that has never
 * failed proves nothing.
 */
package io.isolde.stm.mutant;
