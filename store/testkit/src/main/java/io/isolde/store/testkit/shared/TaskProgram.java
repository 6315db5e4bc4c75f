package io.isolde.store.testkit.shared;

import io.isolde.store.Store;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.List;

/** The program of a {@link ChildJvm} that opens a shared store and does a task with it. */
final class TaskProgram {
  private TaskProgram() {}

  /** Takes the class of the task, the URI of the store, and the task's own arguments. */
  public static void main(String[] arguments) {
    try (Store store = Store.open(arguments[1])) {
      List<String> own = Arrays.asList(arguments).subList(2, arguments.length);
      task(arguments[0]).run(store, new Dialogue(System.in, System.out), own);
    } catch (Throwable t) {
      t.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
    Runtime.getRuntime().halt(0); // whichever threads the backend has left
  }

  private static Task task(String name) throws ReflectiveOperationException {
    Constructor<?> constructor = Class.forName(name).getDeclaredConstructor();
    constructor.setAccessible(true);
    return (Task) constructor.newInstance();
  }
}
