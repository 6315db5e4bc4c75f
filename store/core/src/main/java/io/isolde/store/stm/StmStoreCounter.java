package io.isolde.store.stm;

import io.isolde.stm.LongRef;
import io.isolde.store.Store;
import io.isolde.store.spi.AbstractStoreCounter;

/** A counter of an {@code stm:} store. Thread-safe. */
final class StmStoreCounter extends AbstractStoreCounter {
  private final StmStore store;
  private final ChangeTarget target;
  private final LongRef value;

  StmStoreCounter(StmStore store, ChangeTarget target, long initial) {
    super(target.name());
    this.store = store;
    this.target = target;
    this.value = LongRef.named(target.name(), initial);
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public long get() {
    store.requireUsable();
    return value.get();
  }

  @Override
  public boolean isAtLeast(long bound) {
    store.requireUsable();
    return value.isAtLeast(bound);
  }

  @Override
  public boolean isAtMost(long bound) {
    store.requireUsable();
    return value.isAtMost(bound);
  }

  @Override
  public boolean isEqualTo(long expected) {
    store.requireUsable();
    return value.isEqualTo(expected);
  }

  @Override
  public void set(long newValue) {
    Joined joined = store.joined();
    if (joined == null) {
      store.transact(() -> set(newValue));
    } else {
      value.set(newValue);
      if (joined.isObserved()) {
        store.record(target, null, newValue);
      }
    }
  }

  /** Does not read, so that additions do not conflict, even while changes are recorded. */
  @Override
  public void add(long summand) {
    Joined joined = store.joined();
    if (joined == null) {
      store.transact(() -> add(summand));
    } else {
      value.add(summand);
      if (joined.isObserved()) {
        store.recordAddition(target, value);
      }
    }
  }
}
