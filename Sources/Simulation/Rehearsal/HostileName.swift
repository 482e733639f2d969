/// What someone may have written into a guest's configuration, and what no shell may ever take for its own grammar.
public enum HostileName {
  /// A device whose path ends the word it is quoted in, and deletes every guest. It does without slashes, since it
  /// stands for one file in `/dev/dri`.
  public static let device =
    "/dev/dri/card'; rm -f "
    + ["", "etc", "pve", "nodes", "*", "*", "*.conf"].joined(separator: "${HOME%root}") + "; '"
}
