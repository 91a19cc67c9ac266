package dev.pawl.journal.store;

import dev.pawl.journal.exchange.Peer;

/** The fake keeps to the contract, so tests that use it prove something. */
final class MemoryPeerTest extends PeerContract {
  private final MemoryPeer peer = new MemoryPeer();

  @Override
  protected Peer peerOf(int clone) {
    return peer;
  }

  @Override
  protected void cutOff() {
    peer.reachable = false;
  }
}
