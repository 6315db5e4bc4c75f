package io.isolde.store.postgres;

import io.isolde.stm.TransactionAction;
import io.isolde.stm.TransactionBody;
import io.isolde.store.Change;
import io.isolde.store.Commit;
import io.isolde.store.Store;
import io.isolde.store.StoreRef;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A promise of a shared store that is broken. */
@SuppressWarnings("ImmutableEnumChecker") // a fault counts, to hit only some calls
enum SharedFault {
  /** Each operation is atomic, a transaction is not. */
  TORN {
    @Override
    @Nullable Object call(Store right, Method method, @Nullable Object[] arguments)
        throws Throwable {
      boolean isTransaction = method.getName().equals("transact");
      return isTransaction ? body(arguments).run() : invoke(right, method, arguments);
    }
  },

  /** One transaction in forty is acknowledged, but not committed. */
  FORGETFUL {
    private final AtomicInteger transactions = new AtomicInteger();

    @Override
    @Nullable Object call(Store right, Method method, @Nullable Object[] arguments)
        throws Throwable {
      if (method.getName().equals("transact") && transactions.incrementAndGet() % 40 == 0) {
        return resultWithoutCommit(right, body(arguments));
      }
      return invoke(right, method, arguments);
    }
  },

  /** A transaction that waits is never woken. */
  DEAF {
    @Override
    @Nullable Object call(Store right, Method method, @Nullable Object[] arguments)
        throws Throwable {
      if (method.getName().equals("transact")) {
        try {
          return right.transact(body(arguments));
        } catch (Waits e) {
          new CountDownLatch(1).await();
        }
      }
      if (method.getName().equals("check") && !(Boolean) arguments[0]) {
        throw new Waits();
      }
      return invoke(right, method, arguments);
    }
  },

  /** Each JVM has names of its own. */
  PRIVATE {
    @Override
    @Nullable Object call(Store right, Method method, @Nullable Object[] arguments)
        throws Throwable {
      if (NAMING.contains(method.getName())) {
        arguments[0] += " of JVM " + ProcessHandle.current().pid();
      }
      return invoke(right, method, arguments);
    }
  },

  /** Reads of refs may show what they showed before. */
  STALE {
    @Override
    @Nullable Object call(Store right, Method method, @Nullable Object[] arguments)
        throws Throwable {
      Object result = invoke(right, method, arguments);
      return method.getName().equals("ref") ? stale((StoreRef<?>) result) : result;
    }
  },

  /** Every two commits are published in the wrong order. */
  SWAPPED {
    @Override
    @Nullable Object call(Store right, Method method, @Nullable Object[] arguments)
        throws Throwable {
      Object result = invoke(right, method, arguments);
      return method.getName().equals("changes") ? swapped((Flow.Publisher<?>) result) : result;
    }
  };

  private static final Set<String> NAMING = Set.of("map", "sortedMap", "ref", "counter");

  private static final class Waits extends Error {
    private static final long serialVersionUID = 1;

    Waits() {
      super("waits", null, false, false);
    }
  }

  private static final class Undone extends Error {
    private static final long serialVersionUID = 1;

    Undone() {
      super("undone", null, false, false);
    }
  }

  /** What a method of the store with this fault does. */
  abstract @Nullable Object call(Store right, Method method, @Nullable Object[] arguments)
      throws Throwable;

  /** A store that is right but for this fault. */
  Store in(Store right) {
    return proxy(
        Store.class,
        (method, arguments) ->
            switch (method.getName()) {
              case "close" -> invoke(right, method, arguments);
              default -> call(right, method, arguments);
            });
  }

  private interface Call {
    @Nullable Object of(Method method, @Nullable Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                call.of(method, arguments == null ? new Object[0] : arguments)));
  }

  private static @Nullable Object invoke(Object target, Method method, @Nullable Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** The body of a transaction, with options or without. */
  private static TransactionBody<@Nullable Object, Throwable> body(@Nullable Object[] arguments) {
    Object last = arguments[arguments.length - 1];
    if (last instanceof TransactionBody<?, ?> body) {
      return body::run;
    }
    return () -> {
      ((TransactionAction<?>) last).run();
      return null;
    };
  }

  private static @Nullable Object resultWithoutCommit(
      Store right, TransactionBody<@Nullable Object, Throwable> body) throws Throwable {
    AtomicReference<@Nullable Object> result = new AtomicReference<>();
    TransactionBody<@Nullable Object, Throwable> undone =
        () -> {
          result.set(body.run());
          throw new Undone();
        };
    try {
      return right.transact(undone);
    } catch (Undone e) {
      return result.get();
    }
  }

  private static StoreRef<?> stale(StoreRef<?> right) {
    AtomicReference<@Nullable Object> seen = new AtomicReference<>();
    return proxy(
        StoreRef.class,
        (method, arguments) -> {
          if (method.getName().equals("get") && seen.get() != null) {
            return seen.getAndSet(null);
          }
          Object result = invoke(right, method, arguments);
          if (method.getName().equals("get")) {
            seen.set(result);
          }
          return result;
        });
  }

  private static Flow.Publisher<Commit> swapped(Flow.Publisher<?> right) {
    return subscriber -> {
      @SuppressWarnings("unchecked")
      Flow.Publisher<Commit> commits = (Flow.Publisher<Commit>) right;
      commits.subscribe(new Swapping(subscriber));
    };
  }

  /** Publishes the changes of every two commits in the wrong order. */
  private static final class Swapping implements Flow.Subscriber<Commit> {
    private final Flow.Subscriber<? super Commit> to;
    private @Nullable Commit first;

    Swapping(Flow.Subscriber<? super Commit> to) {
      this.to = to;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      to.onSubscribe(subscription);
    }

    @Override
    public void onNext(Commit commit) {
      if (first == null) {
        first = commit;
      } else {
        List<Change> early = first.changes();
        to.onNext(new Commit(first.number(), "", commit.changes()));
        to.onNext(new Commit(commit.number(), "", early));
        first = null;
      }
    }

    @Override
    public void onError(Throwable reason) {
      to.onError(reason);
    }

    @Override
    public void onComplete() {
      to.onComplete();
    }
  }
}
