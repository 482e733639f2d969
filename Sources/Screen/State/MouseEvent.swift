/// What the mouse does, while it is ours.
public enum MouseEvent: Hashable, Sendable {
  /// The first button was pressed on a cell.
  case click(x: Int, y: Int)
  /// The wheel was turned by so many lines; negative ones are back.
  case wheel(lines: Int)
}
