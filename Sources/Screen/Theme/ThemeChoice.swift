/// Which theme is shown: the one in use, or one that is tried on over it. Each follows its file.
public struct ThemeChoice {
  private struct Entry {
    var name: String
    var theme: Theme
    var stamp: FileStamp?
  }

  private let shelf: ThemeShelf
  private var used: Entry
  private var tried: Entry?

  /// Begins with a theme of a shelf.
  public init(_ name: String, on shelf: ThemeShelf) throws(ThemeError) {
    self.shelf = shelf
    used = try ThemeChoice.entry(name, on: shelf)
  }

  /// What is shown.
  public var shown: Theme { front.theme }
  /// Name of the one in use.
  public var name: String { used.name }
  /// Names of all that there are.
  public var names: [String] { shelf.names }

  /// Shows a theme for now; nil goes back to the one in use. One that can't be used changes nothing.
  public mutating func tryOn(_ name: String?) throws(ThemeError) {
    guard let name else {
      tried = nil
      return
    }
    tried = try ThemeChoice.entry(name, on: shelf)
  }

  /// Shows a theme from now on. One that can't be used changes nothing.
  public mutating func use(_ name: String) throws(ThemeError) {
    used = try ThemeChoice.entry(name, on: shelf)
    tried = nil
  }

  /// Reads the file of what is shown again if it has changed.
  /// - Throws: what is wrong with the new one, once; the old one stays.
  public mutating func follow() throws(ThemeError) {
    let stamp = ThemeChoice.stamp(of: front.name, on: shelf)
    guard stamp != front.stamp else { return }
    // Noted first: what is wrong is told once, not every second.
    front.stamp = stamp
    front.theme = try shelf.theme(front.name)
  }

  private var front: Entry {
    get { tried ?? used }
    set { if tried != nil { tried = newValue } else { used = newValue } }
  }

  private static func entry(_ name: String, on shelf: ThemeShelf) throws(ThemeError) -> Entry {
    let stamp = stamp(of: name, on: shelf)
    return Entry(name: name, theme: try shelf.theme(name), stamp: stamp)
  }

  private static func stamp(of name: String, on shelf: ThemeShelf) -> FileStamp? {
    shelf.path(of: name).flatMap { FileStamp(of: $0) }
  }
}
