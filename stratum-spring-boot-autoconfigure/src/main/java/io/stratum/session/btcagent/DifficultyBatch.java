package io.stratum.session.btcagent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.netty.buffer.ByteBuf;

import io.stratum.protocol.btcagent.AgentEncoder;
import io.stratum.protocol.btcagent.AgentMessage;
import io.stratum.session.sv1.Sv1Session;

/**
 * Difficulties that miners are to be told, collected so that each exponent takes one
 * frame, or as few as can hold its miners. Used on the loop only.
 */
final class DifficultyBatch {

	private static final int FRAME_OVERHEAD = 16;

	private final Map<Integer, List<Integer>> sessions = new TreeMap<>();

	void add(int exponent, int session) {
		this.sessions.computeIfAbsent(exponent, (key) -> new ArrayList<>()).add(session);
	}

	/**
	 * Drops what a miner that has left was to be told.
	 */
	void remove(int session) {
		this.sessions.values().forEach((list) -> list.remove((Integer) session));
		this.sessions.values().removeIf(List::isEmpty);
	}

	/**
	 * Writes the frames and is empty again.
	 */
	void write(Sv1Session session) {
		this.sessions.forEach((exponent, list) -> {
			ByteBuf frames = session.connection().allocator().buffer(FRAME_OVERHEAD + 2 * list.size());
			AgentEncoder.encode(new AgentMessage.SetDifficulty(exponent, list), frames);
			session.output().frames(frames);
		});
		this.sessions.clear();
	}

}
