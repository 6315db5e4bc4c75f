package io.isolde.stm.mutant;

import java.util.List;

/**
 * Planted bugs of the engine: each names a class and what to change in its source. When the
 * engine's source changes, they must change, too.
 */
enum Mutant {
  // ---- reading
  READ_WITHOUT_SECOND_LOOK(
      "Reader",
      edit(
          "valueAcquire(); if (!isVisible(word) || cell.wordAcquire() != word)",
          "valueAcquire(); if (!isVisible(word))"),
      edit(
          "bitsAcquire(); if (!isVisible(word) || cell.wordAcquire() != word)",
          "bitsAcquire(); if (!isVisible(word))")),
  PRESENT_VERSION_ACCEPTED(
      "Reader",
      edit(
          "!Word.isLocked(word) && Word.version(word) < readVersion",
          "!Word.isLocked(word) && Word.version(word) <= readVersion")),
  EXTENSION_WITHOUT_VALIDATION(
      "Reader", edit("Clock.passed(version); requireReadsUnchanged();", "Clock.passed(version);")),
  NEWER_VALUE_ACCEPTED_UNCHECKED(
      "Reader", edit("boolean renewed = requireReadsUnchanged();", "boolean renewed = false;")),
  VALIDATION_ACCEPTS_LOCKS_OF_OTHERS(
      "ReadSet", edit("return own != null &&", "return own == null ||")),
  SINGLE_READS_WHILE_LOCKED(
      "Single",
      edit("return Word.isLocked(word) ? awaitUnlockedSlowly(cell) : word;", "return word;")),

  // ---- committing
  COMMIT_WITHOUT_VALIDATION(
      "Commit", edit("while (!isValid(attempt)); kept", "while (version < 0); kept")),
  PUBLISH_BEFORE_VALIDATION(
      "Commit",
      edit(
          "do { version = draw(); } while (!isValid(attempt)); kept",
          "version = draw(); publish(writes, version); isValid(attempt); kept"),
      edit("throw t; } publish(writes, version);", "throw t; }")),
  VERSION_DRAWN_BEFORE_LOCKING(
      "Commit",
      edit("computeAndLock(attempt); try", "version = Clock.now(); computeAndLock(attempt); try"),
      edit("do { version = draw(); }", "do { Points.reached(Point.VERSION_DRAWN); }")),
  UNLOCKED_BEFORE_WRITTEN(
      "Commit",
      edit(
          "if (cell instanceof BitsCell bitsCell) { bitsCell.bitsRelease",
          "cell.wordRelease(Cell.wordAfter(e.wordBefore, version));"
              + " Points.reached(Point.VALUE_WRITTEN);"
              + " if (cell instanceof BitsCell bitsCell) { bitsCell.bitsRelease")),
  FUNCTION_NOT_COMPUTED_ANEW(
      "ComputedValue",
      edit("&& (appliedTo == ANY_WORD || appliedTo == Word.freed(wordBefore))", "")),
  WORD_GIVEN_TWICE("Cell", edit("before < first ? first : nextEdition(before);", "first;")),

  // ---- comparing
  ANSWERS_RENEWED_WITHOUT_A_SECOND_LOOK(
      "Reader",
      edit("while (comparisons.count() != 0 && renews", "if (comparisons.count() != 0 && renews")),
  ANSWERS_NOT_LOOKED_AT_WHEN_READING(
      "Reader",
      edit(
          "while (comparisons.count() != 0 && renews", "while (comparisons.count() < 0 && renews")),
  VALUE_READ_NOT_LOOKED_AT_AFTER_RENEWAL(
      "Reader", edit("return !renewed || cell.wordVolatile() == word;", "return true;")),
  COMMIT_WITHOUT_LOOKING_AT_ANSWERS(
      "Reader", edit("return comparisons.count() == 0 || !renewsAnswers(locked);", "return true;")),
  VERSION_OLDER_THAN_RENEWED_ANSWER(
      "Commit",
      edit(
          "do { version = draw(); } while (!isValid(attempt));",
          "version = draw(); while (!isValid(attempt)) {}")),
  TURN_TAKEN_WITH_RENEWED_ANSWER(
      "Commit",
      edit(
          "if (!isValid(attempt)) { throw",
          "if (!isValid(attempt) && attempt.serial() < 0) { throw")),
  ANSWER_RENEWED_WHILE_LOCKED(
      "Comparisons",
      edit(
          "if (Word.isLocked(word)) { return Finding.LOST; }",
          "if (Word.isLocked(word)) { return Finding.UNCHANGED; }")),
  ANSWER_RENEWED_UNSEEN(
      "Comparisons", edit("if (!c.isTrueOf(cell.bitsAcquire())) { return Finding.LOST; }", "")),
  OWN_CELL_NOT_COMPARED(
      "Comparisons",
      edit(
          "c.isTrueOf(cell.bitsAcquire()) ? Finding.UNCHANGED : Finding.LOST;",
          "Finding.UNCHANGED;")),
  ANSWERS_REPLACED_INSTEAD_OF_MERGED(
      "Comparisons", edit("present.answer().and(answer, bits);", "answer;")),
  NEGATIVE_ANSWERS_FORGOTTEN(
      "Reader", edit("yes ? asked : asked.complement()", "yes ? asked : new Interval(0, -1)")),
  OWN_PENDING_ADDITION_IGNORED(
      "Attempt",
      edit("compareCommitted(cell, own.before(asked))", "compareCommitted(cell, asked)")),
  NESTED_ROLLBACK_FORGETS_ANSWERS(
      "Attempt", edit("reads.unclaim();", "reads.unclaim(); comparisons.clear();")),
  ANSWERS_NOT_WAITED_FOR("Waiter", edit("comparisons.enter(this);", "")),
  WAITER_PARKS_WITHOUT_COMPARING("Waiter", edit("|| comparisons.haveFlipped()", "")),

  // ---- brief mode
  BRIEF_READ_WITHOUT_LOOKING_BACK(
      "Brief",
      edit(
          "bitsAcquire(); if (!Word.isFree(word) || !areUnchanged()) { return spill().read",
          "bitsAcquire(); if (!Word.isFree(word)) { return spill().read"),
      edit(
          "valueAcquire(); if (!Word.isFree(word) || !areUnchanged())",
          "valueAcquire(); if (!Word.isFree(word))")),
  BRIEF_VALUE_READ_BEFORE_WORD(
      "Brief",
      edit(
          "long word = Single.awaitUnlocked(cell); Points.reached(Point.WORD_READ);"
              + " long bits = cell.bitsAcquire(); if (!Word.isFree(word) || !areUnchanged()) {"
              + " return spill().read",
          "long bits = cell.bitsAcquire(); Points.reached(Point.WORD_READ);"
              + " long word = Single.awaitUnlocked(cell); if (!Word.isFree(word) ||"
              + " !areUnchanged()) { return spill().read")),
  BRIEF_COMMIT_WITHOUT_VALIDATION("Brief", edit("if (used != written)", "if (used < written)")),
  BRIEF_VALIDATION_BEFORE_LOCKING(
      "Brief",
      edit(
          "Points.reached(Point.COMMIT_STARTED); if (!lock()) { return false; }",
          "boolean valid = areUnchanged(); Points.reached(Point.COMMIT_STARTED);"
              + " if (!valid || !lock()) { return false; }"),
      edit("if (used != written)", "if (used < written)"),
      edit("boolean isValid = isGateUnchanged();", "boolean isValid = true;")),
  BRIEF_VERSION_DRAWN_BEFORE_LOCKING(
      "Brief",
      edit(
          "Points.reached(Point.COMMIT_STARTED); if (!lock()) { return false; }",
          "long drawn = Clock.now(); Points.reached(Point.COMMIT_STARTED);"
              + " if (!lock()) { return false; }"),
      edit("version = Clock.now();", "version = drawn;")),
  BRIEF_LOCKS_WHATEVER_IS_THERE(
      "Brief",
      edit(
          "long word = use.locksAnyWord() ? cell.wordVolatile() : use.word; if",
          "long word = cell.wordVolatile(); if")),
  BRIEF_UNLOCKED_BEFORE_WRITTEN(
      "Brief",
      edit(
          "if (cell instanceof BitsCell bitsCell) { bitsCell.bitsRelease(",
          "cell.wordRelease(Cell.wordAfter(use.wordBefore, version));"
              + " Points.reached(Point.VALUE_WRITTEN);"
              + " if (cell instanceof BitsCell bitsCell) { bitsCell.bitsRelease(")),
  BRIEF_SPILLS_WITHOUT_VALIDATION("Brief", edit("attempt.requireReadsUnchanged();", "")),
  BRIEF_SPILLS_WITHOUT_READS("Brief", edit("attempt.reads.add(cell, use.word);", "")),
  BRIEF_READ_WITHOUT_LOOKING_AT_THE_GATE(
      "Brief",
      edit("return false; } } return isGateUnchanged(); }", "return false; } } return true; }")),
  BRIEF_COMMIT_WITHOUT_LOOKING_AT_THE_GATE(
      "Brief", edit("boolean isValid = isGateUnchanged();", "boolean isValid = true;")),
  BRIEF_SPILLS_WITHOUT_THE_GATE("Brief", edit("attempt.reads.add(gate, gateWord);", "")),
  BRIEF_GATE_READ_AS_IT_WAS(
      "Brief", edit("boolean isPending = use(cell).cell != null;", "boolean isPending = false;")),
  BRIEF_WAKES_NOBODY("Brief", edit("Waiters.any() ? writtenCells() :", "")),
  BRIEF_LOOKS_FOR_WAITERS_BEFORE_LOCKING(
      "Brief",
      edit(
          "Points.reached(Point.COMMIT_STARTED); if (!lock()) { return false; }",
          "boolean waited = Waiters.any(); Points.reached(Point.COMMIT_STARTED);"
              + " if (!lock()) { return false; }"),
      edit("Waiters.any() ? writtenCells()", "waited ? writtenCells()")),
  BRIEF_KEEPS_NO_HISTORY("Brief", edit("Snapshots.push(cell, before, version);", "")),
  BRIEF_SNAPSHOT_READS_NEWER_VALUES(
      "Brief",
      edit("!Word.isLocked(word) && Word.version(word) < readVersion", "!Word.isLocked(word)")),
  BRIEF_SNAPSHOT_READS_WITHOUT_LOOKING_AGAIN(
      "Brief",
      edit(
          "bits = cell.bitsAcquire(); } while (cell.wordVolatile() != word);",
          "bits = cell.bitsAcquire(); } while (false);"),
      edit(
          "value = cell.valueAcquire(); } while (cell.wordVolatile() != word);",
          "value = cell.valueAcquire(); } while (false);")),
  BRIEF_SNAPSHOT_EXTENDS_AFTER_A_READ(
      "Brief", edit("if (snapshotReads != 0) { return ReadSet.UNREAD; }", "")),
  BRIEF_SNAPSHOT_SPILLS_AS_NEW(
      "Brief",
      edit(
          "attempt.beginSnapshot(options, readVersion, snapshotReads);",
          "attempt.beginFirst(options, true);")),
  BRIEF_OVERLOOKS_VALIDATOR(
      "Brief",
      edit(
          "if (cell.activeAttachment() != null || !use.isTrueOf(cell))",
          "if (!use.isTrueOf(cell))")),
  BRIEF_OWN_CELL_NOT_COMPARED(
      "Brief",
      edit(
          "if (cell.activeAttachment() != null || !use.isTrueOf(cell))",
          "if (cell.activeAttachment() != null)")),
  BRIEF_COMPARES_BEFORE_LOCKING(
      "Brief",
      edit(
          "long word = use.locksAnyWord() ? cell.wordVolatile() : use.word; if",
          "if (!use.isTrueOf(cell)) { return false; } Points.reached(Point.WORD_READ);"
              + " long word = use.locksAnyWord() ? cell.wordVolatile() : use.word; if"),
      edit(
          "if (cell.activeAttachment() != null || !use.isTrueOf(cell))",
          "if (cell.activeAttachment() != null)")),
  BRIEF_COMMIT_WITHOUT_LOOKING_AT_ANSWERS(
      "Brief",
      edit(
          "if (!use.isWritten() && cell.wordVolatile() != use.word)",
          "if (use.kind == READ && cell.wordVolatile() != use.word)")),
  BRIEF_SPILLS_WITHOUT_ANSWERS(
      "Brief", edit("attempt.adopt(bitsCell, use.word, use.low, use.high);", "")),
  BRIEF_NEGATIVE_ANSWERS_FORGOTTEN(
      "Brief",
      edit("yes ? low : high + 1;", "yes ? low : 0;"),
      edit("yes ? high : low - 1;", "yes ? high : -1;")),

  // ---- nesting
  NESTED_ROLLBACK_KEEPS_WRITES("Attempt", edit("writes.rollbackTo(entered);", "")),
  NESTED_ROLLBACK_KEEPS_CLAIMS("Attempt", edit("reads.unclaim();", "")),
  ALTERNATIVE_KEEPS_WRITES(
      "Nesting",
      edit(
          "attempt.rollbackTo(savepoint); if (!attempt.isRetrying()", "if (!attempt.isRetrying()")),
  ALTERNATIVE_FORGETS_READS(
      "Nesting", edit("attempt.resume();", "attempt.resume(); attempt.reads.clear();")),

  // ---- waiting
  NO_WAKE_UP("Commit", edit("Waiters.wake(cell);", "")),
  SINGLE_WAKES_NOBODY("Single", edit("Waiters.wake(cell);", "")),
  FIRST_CELL_ONLY_WAKES("Commit", edit("Waiters.wake(cell);", "Waiters.wake(cell); break;")),
  WAITERS_LOOKED_FOR_BEFORE_LOCKING(
      "Commit",
      edit(
          "computeAndLock(attempt); try { toWake = cellsToWake(writes);",
          "boolean waited = Waiters.any(); computeAndLock(attempt);"
              + " try { toWake = waited ? writes.cells() : NOBODY;")),
  SINGLE_LOOKS_FOR_WAITERS_BEFORE_LOCKING(
      "Single",
      edit(
          "long newWord = lock(cell); if (newWord == REFUSED) { return false; }"
              + " boolean waited = Waiters.any(); cell.bitsRelease(bits);",
          "boolean waited = Waiters.any(); Points.reached(Point.WORD_READ);"
              + " long newWord = lock(cell); if (newWord == REFUSED) { return false; }"
              + " cell.bitsRelease(bits);")),
  WAITER_PARKS_WITHOUT_CHECK(
      "Waiter", edit("return hasChanged(reads, comparisons) ? Outcome.CHANGED :", "return ")),
  WAITER_COUNTS_ITSELF_AFTER_CHECK(
      "Waiter",
      edit("Waiters.countIn(); try { Points.reached(Point.WAITER_COUNTED);", "try {"),
      edit(
          "return hasChanged(reads, comparisons) ?",
          "boolean changed = hasChanged(reads, comparisons); Waiters.countIn(); return changed ?")),
  WAKE_UP_KEPT_BY_WHO_COMMITS(
      "Execution",
      edit("passWakeUpOn(committed ? 2 : 1);", "if (!committed) { passWakeUpOn(1); }")),
  WAKE_UP_KEPT_BY_WHO_RETRIES(
      "Execution",
      edit(
          "passWakeUpOn(1); Hooks hooks",
          "if (ended.ending() == Ending.RETRY) { waited = null; } passWakeUpOn(1); Hooks hooks")),
  WAKE_UP_KEPT_BY_WHO_LOSES(
      "Execution",
      edit(
          "passWakeUpOn(1); Hooks hooks",
          "if (ended.ending() == Ending.CONFLICT) { waited = null; } passWakeUpOn(1); Hooks"
              + " hooks")),
  WAKE_UP_KEPT_BY_WHO_FAILS(
      "Execution",
      edit(
          "passWakeUpOn(1); Hooks hooks",
          "if (ended.ending() == Ending.FAILED) { waited = null; } passWakeUpOn(1); Hooks hooks"),
      edit("brief.rollback(); throw t;", "brief.rollback(); waited = null; throw t;")),
  WAKE_UP_KEPT_BY_WHO_IS_INTERRUPTED(
      "Execution",
      edit(
          "afterEnd(ended, thrown); } catch (Throwable t) { passWakeUpOn(1);",
          "afterEnd(ended, thrown); } catch (Throwable t) {"),
      edit("passWakeUpOn(committed ? 2 : 1);", "if (committed) { passWakeUpOn(2); }")),
  WAKE_UP_PASSED_ON_IF_USED_UP_ONLY(
      "Waiter",
      edit(
          "Word.freed(chosen.cell.wordVolatile()) == chosen.word",
          "Word.freed(chosen.cell.wordVolatile()) != chosen.word")),
  WAKE_UP_WASTED_ON_WHO_IS_AWAKE(
      "Waiters",
      edit(
          "if (e.waiter.tryChoose(e)) { return e.waiter; }",
          "return e.waiter.tryChoose(e) ? e.waiter : null;")),

  // ---- hooks and validators
  TURN_NOT_AWAITED("CommitOrder", edit("awaitPrevious(); failure", "failure")),
  TURN_TAKEN_AFTER_UNLOCKING(
      "Commit",
      edit("turn = prepareAndEnqueue(attempt); } catch", "} catch"),
      edit(
          "publish(writes, version); wake",
          "publish(writes, version); turn = prepareAndEnqueue(attempt); wake")),
  TURN_TAKEN_WITHOUT_LOOKING_AT_READS(
      "Commit",
      edit(
          "CommitOrder.lock(); try { requireValid(attempt);",
          "CommitOrder.lock(); try { Points.reached(Point.READS_VALIDATED);")),
  SINGLE_EXCHANGES_ANOTHER_VALUE(
      "Single",
      edit("if (cell.valueAcquire() != expected) { return unlockDifferent(cell); }", ""),
      edit("if (cell.bitsAcquire() != expected) { return unlockDifferent(cell); }", "")),
  SINGLE_OVERLOOKS_VALIDATOR("Single", edit("cell.activeAttachment() == null &&", "")),

  PAIR_EXCHANGES_ANOTHER_VALUE(
      "Pair", edit("cell.valueAcquire() == expected ? lockPart(sum) : null", "lockPart(sum)")),
  PAIR_DRAWS_BEFORE_LOCKING(
      "Pair",
      edit(
          "long word = cell.wordVolatile();",
          "long version = Clock.now(); long word = cell.wordVolatile();"),
      edit(
          "long version = Clock.now(); Points.reached(Point.VERSION_DRAWN);",
          "Points.reached(Point.VERSION_DRAWN);")),
  PAIR_PUBLISHES_BEFORE_THE_SECOND_LOCK(
      "Pair",
      edit(
          "BitsCell part = cell",
          "if (cell.valueAcquire() == expected) { cell.valueRelease(value);"
              + " cell.wordRelease(Cell.wordAfter(word, Clock.now()));"
              + " Points.reached(Point.VALUE_PUBLISHED); while (!Single.add(sum,"
              + " WriteEntry.Operation.ADD_LONG, summand)) {} return true; } BitsCell part ="
              + " cell")),
  PAIR_WAKES_FOR_ITS_FIRST_CELL_ONLY("Pair", edit("Waiters.wake(part);", "")),
  PAIR_WAKES_FOR_ITS_SECOND_CELL_ONLY("Pair", edit("Waiters.wake(cell);", "")),
  PAIR_LOOKS_FOR_WAITERS_BEFORE_LOCKING(
      "Pair",
      edit(
          "Points.reached(Point.READ); long word",
          "boolean waited = Waiters.any(); Points.reached(Point.READ); long word"),
      edit("boolean waited = Waiters.any(); long version", "long version")),
  PAIR_KEEPS_NO_HISTORY_OF_THE_SUM("Pair", edit("|| !Single.isPlain(part, partWord)", "")),

  // ---- snapshots
  NO_HISTORY_KEPT("Commit", edit("if (newest == Snapshots.NONE)", "if (newest >= 0)")),
  SINGLE_KEEPS_NO_HISTORY("Single", edit("&& Word.version(word) >= Snapshots.newest()", "")),
  HISTORY_ASKED_FOR_BEFORE_DRAW(
      "Commit",
      edit(
          "do { version = draw(); }",
          "long newest = Snapshots.newest(); Points.reached(Point.COMPUTED);"
              + " do { version = draw(); }"),
      edit("keepHistory(writes, version);", "keepHistory(writes, version, newest);"),
      edit(
          "WriteSet writes, long version) { long newest = Snapshots.newest();",
          "WriteSet writes, long version, long newest) {")),
  PIN_WITHOUT_ANNOUNCEMENT(
      "Snapshots",
      edit(
          "newest = OPENING; Points.reached(Point.SNAPSHOT_OPENING); long pin = Clock.tick();",
          "long pin = Clock.tick(); Points.reached(Point.SNAPSHOT_OPENING);")),
  NEEDED_HISTORY_DROPPED("Pins", edit("Math.abs(pin) > high", "Math.abs(pin) >= high")),
  SWEEP_LOSES_CELLS_WITH_NEEDED_HISTORY(
      "Snapshots",
      edit(
          "if (!dropUnneeded(entry.cell)) { retain(entry); }",
          "boolean unused = dropUnneeded(entry.cell);")),
  SWEEP_DOES_NOT_LOOK_AGAIN("Snapshots", edit("isDone = sweep();", "isDone = !sweep();")),
  LOST_COMMIT_LEAVES_HISTORY_BEHIND(
      "Commit",
      edit("unlock(writes, null); sweepHistory(true); throw t;", "unlock(writes, null); throw t;")),
  COMMIT_LEAVES_HISTORY_BEHIND(
      "Commit", edit("if (kept) { Snapshots.sweepIfNoneIsPinned(); }", "")),

  // ---- stripes
  TAKEN_BACK_WITH_THE_OLD_VERSION(
      "Stripes", edit("version = Math.max(version, Word.version(word));", "")),
  TAKEN_BACK_WITHOUT_LOCKING_ALL(
      "Stripes",
      edit(
          "if (!Word.isFree(word) || !stripes[i]",
          "if ((i == 0 && !Word.isFree(word)) || !stripes[i]")),
  TAKEN_BACK_AND_UNLOCKED_BEFORE_WRITTEN(
      "Stripes",
      edit(
          "cell.bitsRelease(sum); Points.reached(Point.VALUE_WRITTEN);"
              + " cell.wordRelease(added ? Cell.wordAfter(wordBefore, version) : wordBefore);",
          "cell.wordRelease(Cell.wordAfter(wordBefore, version));"
              + " Points.reached(Point.VALUE_WRITTEN); cell.bitsRelease(sum);")),
  LENT_WITH_THE_LAST_SUM("Stripes", edit("stripe.bitsRelease(0);", "")),
  LENT_ALTHOUGH_AWAITED("Stripes", edit("&& !Waiters.anyAt(locked)", "")),
  LENT_BEFORE_LOOKING_FOR_WAITERS(
      "Stripes",
      edit(
          "if (Word.isFree(word) && cell",
          "boolean any = Waiters.anyAt(cell); Points.reached(Point.READ); if (Word.isFree(word) &&"
              + " cell"),
      edit("|| !mayBeLent(cell)", "|| !mayBeLent(cell) || any"),
      edit("&& !Waiters.anyAt(locked)", "")),
  STRIPE_OVERLOOKS_VALIDATOR(
      "Stripes", edit("if (cell.activeAttachment() != null)", "if (word < 0)")),
  STRIPE_OVERLOOKS_SNAPSHOT("Brief", edit("|| isStripeInSnapshot()", "")),

  // ---- contention
  ELDER_OWNS_NOTHING(
      "Elder",
      edit(
          "if (Word.isOwned(word)) { wanted = null; return word; } if (cell",
          "if (word >= 0) { return word; } if (cell")),
  DEPOSED_ELDER_READS_ON("Reader", edit("requireNotDeposed(cell); return word;", "return word;")),
  DEPOSED_ELDER_COMMITS("Reader", edit("requireNotDeposed(reads.cell(0));", "")),
  ELDER_WAKES_NOBODY(
      "Elder", edit("if (Waiters.any())", "if (Waiters.any() && reads.count() < 0)"));

  private final String className;

  @SuppressWarnings("ImmutableEnumChecker") // from List.of
  private final List<Edit> edits;

  Mutant(String className, Edit... edits) {
    this.className = className;
    this.edits = List.of(edits);
  }

  private static Edit edit(String from, String to) {
    return new Edit(from, to);
  }

  /** The class of package {@code io.isolde.stm.engine} that the bug is in. */
  String className() {
    return className;
  }

  /** {@code source}, the source of that class, with the bug. */
  String plantIn(String source) {
    String planted = source;
    for (Edit edit : edits) {
      planted = edit.applyTo(planted);
    }
    return planted;
  }
}
