extension ShellInterpreter {
  /// Streams as `redirects` say; nil, after a message, when a file can't be opened.
  func redirected(_ streams: Streams, _ redirects: [ShellRedirect], _ done: @escaping (Streams?) -> Void) {
    guard !redirects.isEmpty else { return done(streams) }
    var result = streams
    var hasFailed = false
    func redirect(_ redirect: ShellRedirect, to target: String) {
      guard !hasFailed, let problem = apply(redirect, target, to: &result) else { return }
      hasFailed = true
      _ = streams[2]?.write(Array("\(name): 1: \(problem)\n".utf8))
    }
    inTurn(redirects.count) { index, next in
      if let target = redirects[index].fixedTarget {
        redirect(redirects[index], to: target)
        return next()
      }
      self.expandText(redirects[index].target, result) { target in
        redirect(redirects[index], to: target)
        next()
      }
    } done: {
      done(hasFailed ? nil : result)
    }
  }

  /// - Returns: what went wrong, or nil.
  private func apply(_ redirect: ShellRedirect, _ target: String, to streams: inout Streams) -> String? {
    switch redirect.operation {
    case .duplicate:
      if target == "-" {
        streams[redirect.descriptor] = Discard()
      } else if let number = Int(target), let sink = streams[number] {
        streams[redirect.descriptor] = sink
      } else if Int(target) != 0 {
        return "\(target): Bad file descriptor"
      }
    case .read:
      if target == "/dev/null" {
        streams.input = Bytes([])
        return nil
      }
      switch node.files.read(target) {
      case .success(let bytes): streams.input = Bytes(bytes)
      case .failure(let error): return "cannot open \(target): \(error.shellWord)"
      }
    case .write, .append:
      if target == "/dev/null" {
        streams[redirect.descriptor] = Discard()
        return nil
      }
      let sink = FileSink(node.files, target)
      if let error = sink.open(append: redirect.operation == .append) {
        return "cannot create \(target): \(error.shellWord)"
      }
      streams[redirect.descriptor] = sink
    }
    return nil
  }
}

extension FileError {
  /// dash has words of its own for two of them.
  fileprivate var shellWord: String {
    switch self {
    case .missing: "Directory nonexistent"
    default: message
    }
  }
}
