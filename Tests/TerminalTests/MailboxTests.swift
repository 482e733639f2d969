import Glibc
import Testing

@testable import Terminal

@Suite struct MailboxTests {
  private func isReadable(_ descriptor: Int32) -> Bool {
    var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&wait, 1, 0) == 1
  }

  @Test func `what is left wakes the reader until it is taken`() {
    let mailbox = Mailbox<Int>()
    #expect(!isReadable(mailbox.descriptor))
    mailbox.post(1)
    mailbox.post(2)
    #expect(isReadable(mailbox.descriptor))
    #expect(mailbox.takeAll() == [1, 2])
    #expect(!isReadable(mailbox.descriptor))
    #expect(mailbox.takeAll().isEmpty)
    mailbox.post(3)
    #expect(isReadable(mailbox.descriptor))
  }

  @Test func `of many writers at once nothing is lost`() async {
    let mailbox = Mailbox<Int>()
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<8 {
        group.addTask { for number in 0..<500 { mailbox.post(writer * 500 + number) } }
      }
    }
    #expect(mailbox.takeAll().sorted() == Array(0..<4000))
  }
}
