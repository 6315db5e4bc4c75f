package io.isolde.stm.collection.parts;

import static java.util.Objects.requireNonNull;

import io.isolde.stm.BooleanRef;
import io.isolde.stm.LongRef;
import io.isolde.stm.Ref;
import io.isolde.stm.engine.Access;
import io.isolde.stm.engine.Attachment;
import io.isolde.stm.engine.Cell;
import org.jspecify.annotations.Nullable;

/**
 * Makes the refs of a collection, which have the collection's name if it has one. All refs share
 * the object that holds the name, so a named ref takes no more memory than any other. Immutable.
 */
public final class RefFactory {
  /** Makes refs without a name. */
  public static final RefFactory UNNAMED = new RefFactory(null);

  private final @Nullable Attachment attachment;

  private RefFactory(@Nullable Attachment attachment) {
    this.attachment = attachment;
  }

  /** Makes refs that have this name. */
  public static RefFactory named(String name) {
    return new RefFactory(Attachment.named(requireNonNull(name, "name")));
  }

  /** Makes refs of a part of the collection, such as {@code jobs[front]}. */
  public RefFactory part(String part) {
    return attachment == null ? this : named(attachment.name() + "[" + part + "]");
  }

  /** Makes refs of an element of the collection, such as {@code prices[3]}. */
  public RefFactory part(int index) {
    return attachment == null ? this : part(Integer.toString(index));
  }

  /** Makes a ref. */
  public <T extends @Nullable Object> Ref<T> ref(T value) {
    Ref<T> ref = Ref.of(value);
    name(ref);
    return ref;
  }

  /** Makes a ref. */
  public LongRef longRef(long value) {
    LongRef ref = LongRef.of(value);
    name(ref);
    return ref;
  }

  /** Makes a ref. */
  public BooleanRef booleanRef(boolean value) {
    BooleanRef ref = BooleanRef.of(value);
    name(ref);
    return ref;
  }

  /** Names a new ref, which is of a type of the collection's own; returns it. */
  public <C extends Cell> C named(C ref) {
    name(ref);
    return ref;
  }

  private void name(Cell ref) {
    if (attachment != null) {
      Access.share(ref, attachment);
    }
  }
}
