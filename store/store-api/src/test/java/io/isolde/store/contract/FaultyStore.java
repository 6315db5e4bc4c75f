package io.isolde.store.contract;

import io.isolde.stm.TransactionBody;
import io.isolde.store.Capability;
import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreRef;
import io.isolde.store.StoreUri;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A right store, from which a subclass takes one virtue away. */
abstract class FaultyStore implements Store {
  final Store right;

  FaultyStore(Store right) {
    this.right = right;
  }

  @Override
  public StoreUri uri() {
    return right.uri();
  }

  @Override
  public Set<Capability> capabilities() {
    return right.capabilities();
  }

  @Override
  public <T> StoreRef<T> ref(String name, Class<T> type, T initial) {
    return right.ref(name, type, initial);
  }

  @Override
  public StoreCounter counter(String name) {
    return right.counter(name);
  }

  @Override
  public <T extends @Nullable Object, X extends Throwable> T transact(TransactionBody<T, X> body)
      throws X {
    return right.transact(body);
  }

  @Override
  public <T extends @Nullable Object, X extends Throwable> T snapshot(TransactionBody<T, X> body)
      throws X {
    return right.snapshot(body);
  }

  @Override
  public Error retry() {
    return right.retry();
  }

  @Override
  public void close() {
    right.close();
  }
}
