/**
 * Tests that nothing survives an error: transactions at the end of the stack and of the heap, in
 * processes of their own.
 */
package io.isolde.stm.errors;
