/**
 * A scheduler that controls every step: it runs a few threads one at a time, switches between them
 * at the engine's marked points as a seed determines, and so can repeat what it found.
 *
 * <p>{@code Stepper} runs one schedule; a {@code Strategy} decides; a {@code Scenario} is what is
 * run; {@code Explorer} tries many seeds.
 */
package io.isolde.stm.engine.schedule;
