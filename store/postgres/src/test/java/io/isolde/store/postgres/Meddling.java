package io.isolde.store.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * A source of connections in whose work a test meddles: it rewrites statements, changes isolation,
 * and lets commits fail before or after they take effect.
 */
abstract class Meddling {
  /** The text of a statement that is about to be prepared. */
  String rewrite(String statement) {
    return statement;
  }

  /** The isolation that a connection gets. */
  int isolation(int wanted) {
    return wanted;
  }

  /** Commits. */
  void commit(Connection connection) throws SQLException {
    connection.commit();
  }

  static void await(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody came");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  DataSource over(DataSource source) {
    return proxy(
        DataSource.class,
        (name, arguments, call) -> {
          Object result = call.on(source);
          return result instanceof Connection connection ? connection(connection) : result;
        });
  }

  private Connection connection(Connection real) {
    return proxy(
        Connection.class,
        (name, arguments, call) -> {
          return switch (name) {
            case "commit" -> {
              commit(real);
              yield null;
            }
            case "setTransactionIsolation" -> {
              real.setTransactionIsolation(isolation((int) arguments[0]));
              yield null;
            }
            case "prepareStatement" -> real.prepareStatement(rewrite((String) arguments[0]));
            default -> call.on(real);
          };
        });
  }

  private interface Call {
    Object on(Object target) throws Throwable;
  }

  private interface Handler {
    Object handle(String name, Object[] arguments, Call call) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Handler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            Meddling.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                handler.handle(
                    method.getName(),
                    arguments,
                    target -> {
                      try {
                        return method.invoke(target, arguments);
                      } catch (InvocationTargetException e) {
                        throw e.getCause();
                      }
                    })));
  }
}
