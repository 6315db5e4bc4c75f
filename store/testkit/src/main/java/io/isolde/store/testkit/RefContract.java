package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.store.StoreRef;
import org.junit.jupiter.api.Test;

/** Refs: what each operation does, outside transactions, where it is atomic by itself. */
interface RefContract extends ContractPart {
  /** The ref of these laws. */
  default StoreRef<String> city() {
    return store().ref("city", String.class, "Oslo");
  }

  @Test
  default void ref_new_hasItsInitialValue() {
    assertThat(city().get()).isEqualTo("Oslo");
  }

  @Test
  default void set_value_isRead() {
    city().set("Rome");

    assertThat(city().get()).isEqualTo("Rome");
  }

  @Test
  default void getAndSet_value_returnsTheOneBefore() {
    assertThat(city().getAndSet("Rome")).isEqualTo("Oslo");
    assertThat(city().get()).isEqualTo("Rome");
  }

  @Test
  default void getAndUpdate_function_returnsTheValueBefore() {
    assertThat(city().getAndUpdate(city -> city + "!")).isEqualTo("Oslo");
    assertThat(city().get()).isEqualTo("Oslo!");
  }

  @Test
  default void updateAndGet_function_returnsTheNewValue() {
    assertThat(city().updateAndGet(city -> city + "!")).isEqualTo("Oslo!");
    assertThat(city().get()).isEqualTo("Oslo!");
  }

  @Test
  @SuppressWarnings("StringOperationCanBeSimplified") // another object, on purpose
  default void compareAndSet_equalValue_replaces() {
    assertThat(city().compareAndSet(new String("Oslo"), "Rome")).isTrue();
    assertThat(city().get()).isEqualTo("Rome");
  }

  @Test
  default void compareAndSet_otherValue_changesNothing() {
    assertThat(city().compareAndSet("Paris", "Rome")).isFalse();
    assertThat(city().get()).isEqualTo("Oslo");
  }

  @Test
  default void set_null_isRefusedAndChangesNothing() {
    assertThatThrownBy(() -> city().set(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("'city'");
    assertThat(city().get()).isEqualTo("Oslo");
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // the mistake under test
  default void set_valueOfAnotherType_isRefusedAndChangesNothing() {
    StoreRef raw = city();

    assertThatThrownBy(() -> raw.set(1))
        .isInstanceOf(ClassCastException.class)
        .hasMessageContainingAll("'city'", "java.lang.String", "java.lang.Integer");
    assertThat(city().get()).isEqualTo("Oslo");
  }

  @Test
  default void updateAndGet_functionThrows_changesNothing() {
    assertThatThrownBy(
            () ->
                city()
                    .updateAndGet(
                        city -> {
                          throw new IllegalArgumentException("planned");
                        }))
        .hasMessage("planned");
    assertThat(city().get()).isEqualTo("Oslo");
  }

  @Test
  default void updateAndGet_byManyThreads_losesNothing() throws Exception {
    StoreRef<Integer> sum = store().ref("sum", Integer.class, 0);

    Worker.runAll(
        4,
        index -> {
          for (int i = 0; i < 1_000; i++) {
            sum.updateAndGet(before -> before + 1);
          }
        });

    assertThat(sum.get()).isEqualTo(4_000);
  }
}
