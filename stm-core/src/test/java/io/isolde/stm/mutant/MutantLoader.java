package io.isolde.stm.mutant;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * Loads the library and its tests once more, with some classes of the library replaced. The classes
 * that it loads never meet the other copies.
 */
final class MutantLoader extends ClassLoader {
  private static final String OURS = "io.isolde.stm.";

  private final Map<String, byte[]> changed;

  MutantLoader(String name, Map<String, byte[]> changed) {
    super(name, MutantLoader.class.getClassLoader());
    this.changed = changed;
  }

  /** Runs a test of the given class, which must have a public constructor without parameters. */
  void run(Class<? extends Runnable> test) {
    try {
      Object again = loadClass(test.getName()).getConstructor().newInstance();
      ((Runnable) again).run();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] bytes = changed.get(name);
    if (bytes == null) {
      bytes = original(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  private byte[] original(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
