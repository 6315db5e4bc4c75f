package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is special about the values of each type of ref; what they share is in {@link
 * RefOperationsTest}.
 */
class RefTest {
  @Test
  @SuppressWarnings("StringOperationCanBeSimplified")
  void compareAndSet_ofObjects_comparesIdentity() {
    String value = "x";
    Ref<String> ref = Ref.of(value);
    assertThat(ref.compareAndSet(new String("x"), "y")).isFalse();
    assertThat(ref.get()).isSameAs(value);
    assertThat(ref.compareAndSet(value, "y")).isTrue();
    assertThat(ref.get()).isEqualTo("y");
  }

  @Test
  void null_isAValueLikeAnyOther() {
    Ref<String> ref = Ref.of(null);
    assertThat(ref.get()).isNull();
    assertThat(ref.compareAndSet(null, "x")).isTrue();
    assertThat(ref.getAndSet(null)).isEqualTo("x");
    assertThat(ref.peek()).isNull();
    assertThat(atomic(() -> ref.get())).isNull();
    ref.commute(x -> x == null ? "was null" : "was not");
    assertThat(ref.get()).isEqualTo("was null");
    atomic(
        () -> {
          ref.set(null);
          assertThat(ref.get()).isNull();
          ref.commute(x -> x + "!");
        });
    assertThat(ref.get()).isEqualTo("null!");
    ref.set(null);
    assertThat(ref.await(x -> x == null)).isNull();
    assertThat(ref.toString()).endsWith("= null");
  }

  @Test
  void add_ofInts_wrapsAround() {
    IntRef ref = IntRef.of(Integer.MAX_VALUE);
    ref.add(1);
    assertThat(ref.get()).isEqualTo(Integer.MIN_VALUE);
    ref.decrement();
    assertThat(ref.get()).isEqualTo(Integer.MAX_VALUE);
    atomic(
        () -> {
          ref.add(Integer.MAX_VALUE);
          ref.add(Integer.MAX_VALUE);
          ref.add(Integer.MAX_VALUE);
        });
    assertThat(ref.get()).isEqualTo(-4);
    atomic(
        () -> {
          ref.set(Integer.MIN_VALUE);
          ref.add(-1);
          assertThat(ref.get()).isEqualTo(Integer.MAX_VALUE);
        });
    assertThat(ref.compareAndSet(Integer.MAX_VALUE, 0)).isTrue();
    assertThat(ref.addAndGet(Integer.MIN_VALUE)).isEqualTo(Integer.MIN_VALUE);
    assertThat(ref.await(x -> x < 0)).isEqualTo(Integer.MIN_VALUE);
  }

  @Test
  void add_ofLongs_wrapsAround() {
    LongRef ref = LongRef.of(Long.MAX_VALUE);
    ref.add(1);
    assertThat(ref.get()).isEqualTo(Long.MIN_VALUE);
    atomic(
        () -> {
          ref.add(Long.MIN_VALUE);
          ref.add(5);
        });
    assertThat(ref.get()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        0.0,
        -0.0,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        Double.MAX_VALUE
      })
  void value_ofADoubleRef_isKeptBitByBit(double value) {
    DoubleRef ref = DoubleRef.of(value);
    long bits = Double.doubleToRawLongBits(value);
    assertThat(Double.doubleToRawLongBits(ref.get())).isEqualTo(bits);
    DoubleRef other = DoubleRef.of(1);
    other.set(value);
    assertThat(Double.doubleToRawLongBits(other.get())).isEqualTo(bits);
    atomic(() -> other.getAndUpdate(x -> -x));
    atomic(() -> other.commute(x -> -x));
    assertThat(Double.doubleToRawLongBits(other.peek())).isEqualTo(bits);
  }

  @Test
  void compareAndSet_ofDoubles_comparesBitByBit() {
    DoubleRef ref = DoubleRef.of(Double.NaN);
    assertThat(ref.compareAndSet(0, 1)).isFalse();
    assertThat(ref.compareAndSet(Double.NaN, 0.0)).isTrue();
    assertThat(ref.compareAndSet(-0.0, 1)).isFalse();
    assertThat(ref.compareAndSet(0.0, -0.0)).isTrue();
    assertThat(ref.compareAndSet(0.0, 1)).isFalse();
    assertThat(atomic(() -> ref.compareAndSet(-0.0, 1))).isTrue();
    assertThat(ref.get()).isEqualTo(1);
    double otherNaN = Double.longBitsToDouble(0x7ff8_0000_0000_0001L);
    ref.set(otherNaN);
    assertThat(ref.compareAndSet(Double.NaN, 1)).isFalse();
    assertThat(ref.compareAndSet(otherNaN, 1)).isTrue();
  }

  @Test
  void add_ofDoubles_knowsNaNAndInfinity() {
    DoubleRef ref = DoubleRef.of(1);
    ref.add(Double.POSITIVE_INFINITY);
    assertThat(ref.get()).isInfinite();
    atomic(
        () -> {
          ref.add(Double.NEGATIVE_INFINITY);
          ref.add(1);
        });
    assertThat(ref.get()).isNaN();
  }

  // ---- names ----

  @Test
  void toString_ofANamedRef_tellsTypeNameAndValue() {
    assertThat(LongRef.named("alice", 100)).hasToString("LongRef 'alice' = 100");
    assertThat(IntRef.named("bob", -1)).hasToString("IntRef 'bob' = -1");
    assertThat(DoubleRef.named("rate", 0.5)).hasToString("DoubleRef 'rate' = 0.5");
    assertThat(BooleanRef.named("open", true)).hasToString("BooleanRef 'open' = true");
    assertThat(Ref.named("owner", "carol")).hasToString("Ref 'owner' = carol");
  }

  @Test
  void toString_ofAnUnnamedRef_tellsTypeIdentityAndValue() {
    assertThat(LongRef.of(100).toString()).matches("LongRef LongRef@[0-9a-f]+ = 100");
    assertThat(Ref.of("x").toString()).matches("Ref Ref@[0-9a-f]+ = x");
    assertThat(LongRef.of(1).toString()).isNotEqualTo(LongRef.of(1).toString());
  }

  @Test
  void name_isTheGivenOneOrNull() {
    assertThat(LongRef.named("l", 1).name()).isEqualTo("l");
    assertThat(IntRef.named("i", 1).name()).isEqualTo("i");
    assertThat(DoubleRef.named("d", 1).name()).isEqualTo("d");
    assertThat(BooleanRef.named("b", true).name()).isEqualTo("b");
    assertThat(Ref.named("o", 1).name()).isEqualTo("o");
    assertThat(LongRef.of(1).name()).isNull();
    assertThat(IntRef.of(1).name()).isNull();
    assertThat(DoubleRef.of(1).name()).isNull();
    assertThat(BooleanRef.of(true).name()).isNull();
    assertThat(Ref.of(1).name()).isNull();
  }

  @Test
  void name_survivesValidatorsAndWatches() {
    LongRef ref = LongRef.named("kept", 1);
    Subscription validator = ref.addValidator("any", x -> true);
    Subscription watch = ref.watch((before, after) -> {});
    assertThat(ref.name()).isEqualTo("kept");
    validator.close();
    watch.close();
    assertThat(ref.name()).isEqualTo("kept");
    ref.set(2);
    assertThat(ref).hasToString("LongRef 'kept' = 2");
  }

  @Test
  void toString_insideATransaction_showsItsOwnWrite() {
    LongRef ref = LongRef.named("x", 1);
    assertThat(
            atomic(
                () -> {
                  ref.set(2);
                  return ref.toString();
                }))
        .isEqualTo("LongRef 'x' = 2");
  }
}
