package io.stratum.client.sv2;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.stratum.protocol.ProtocolException;

/**
 * The open channels of a connection. Changed on the event loop only.
 */
final class ChannelRegistry {

	private final Map<Integer, Sv2MinerChannel> channels = new ConcurrentHashMap<>();

	void add(Sv2MinerChannel channel) throws ProtocolException {
		boolean group = this.channels.values().stream().anyMatch((other) -> other.groupId() == channel.id());
		if (group || this.channels.putIfAbsent(channel.id(), channel) != null) {
			throw new ProtocolException(
					"channel: " + Integer.toUnsignedString(channel.id()) + " (expected: a number that is not in use)");
		}
	}

	boolean remove(Sv2MinerChannel channel) {
		return this.channels.remove(channel.id(), channel);
	}

	boolean contains(Sv2MinerChannel channel) {
		return this.channels.get(channel.id()) == channel;
	}

	/**
	 * A channel; null for one that has just been closed.
	 */
	@Nullable Sv2MinerChannel channel(int id) {
		return this.channels.get(id);
	}

	/**
	 * The channel with a number, or the members of the group with it.
	 */
	List<Sv2MinerChannel> addressed(int id) {
		Sv2MinerChannel single = this.channels.get(id);
		if (single != null) {
			return List.of(single);
		}
		List<Sv2MinerChannel> members = new ArrayList<>();
		for (Sv2MinerChannel channel : this.channels.values()) {
			if (channel.groupId() == id) {
				members.add(channel);
			}
		}
		return members;
	}

	void regroup(int groupId, List<Integer> channelIds) throws ProtocolException {
		if (this.channels.containsKey(groupId)) {
			throw new ProtocolException("group: " + Integer.toUnsignedString(groupId) + " (expected: no channel)");
		}
		for (int id : channelIds) {
			Sv2MinerChannel channel = this.channels.get(id);
			if (channel != null) {
				channel.setGroup(groupId);
			}
		}
	}

	Collection<Sv2MinerChannel> all() {
		return List.copyOf(this.channels.values());
	}

}
