package io.isolde.stm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.stm.LongRef;
import io.isolde.stm.Stm;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class WordTest {
  private static final int COMMITS = 1_000;

  @Test
  void nextEdition_isLargerFreeAndOfTheSameVersion() {
    long word = Word.free(7);
    for (int edition = 1; edition < 64; edition++) {
      assertThat(Word.isLastEdition(word)).isFalse();
      long next = Word.nextEdition(word | Word.OWNED);
      assertThat(next).isGreaterThan(word);
      assertThat(Word.version(next)).isEqualTo(7);
      assertThat(Word.isFree(next)).isTrue();
      word = next;
    }
    assertThat(Word.isLastEdition(word)).isTrue();
  }

  @Test
  void wordAfter_ofALaterVersion_isItsFirstEdition() {
    assertThat(Cell.wordAfter(Word.free(7) | Word.OWNED, 8)).isEqualTo(Word.free(8));
    assertThat(Cell.wordAfter(Word.nextEdition(Word.free(7)), 9)).isEqualTo(Word.free(9));
  }

  @Test
  void words_ofManyValuesAtAStandingClock_areDifferentAndNotAheadOfTheClock() {
    assertWordsAreDifferentAndNotAhead(LongRef::set);
    assertWordsAreDifferentAndNotAhead((ref, i) -> Stm.atomic(() -> ref.set(i)));
  }

  private static void assertWordsAreDifferentAndNotAhead(BiConsumer<LongRef, Long> write) {
    LongRef ref = LongRef.of(0);
    Set<Long> words = new HashSet<>();
    for (long i = 0; i < COMMITS; i++) {
      write.accept(ref, i);
      long word = ((Cell) ref).wordAcquire();
      words.add(word);
      assertThat(Word.version(word)).isLessThanOrEqualTo(Clock.now());
      assertThat(Word.isLastEdition(word) && Word.version(word) == Clock.now()).isFalse();
    }
    assertThat(words).hasSize(COMMITS);
  }
}
