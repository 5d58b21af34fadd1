package io.stratum.session.sv2;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.stratum.engine.work.PayoutGroup;

/**
 * The channels of a connection and their groups, which share one space of ids. Changed on
 * the loop only; the channels themselves can be listed on any thread.
 */
final class Sv2Channels {

	private final Map<Integer, Sv2Channel> byId = new ConcurrentHashMap<>(4);

	private final List<Sv2Group> groups = new ArrayList<>(1);

	private int lastId = Sv2Group.FIRST_ID;

	private boolean firstGroupTold;

	int size() {
		return this.byId.size();
	}

	boolean isEmpty() {
		return this.byId.isEmpty();
	}

	Collection<Sv2Channel> all() {
		return this.byId.values();
	}

	List<Sv2Group> groups() {
		return this.groups;
	}

	/**
	 * The channel that an id stands for, unless its client has left it.
	 */
	@Nullable Sv2Channel find(int id) {
		Sv2Channel channel = this.byId.get(id);
		return (channel != null && !channel.isLeft()) ? channel : null;
	}

	/**
	 * The client has left a channel, which stays until {@link #remove}.
	 */
	void leave(Sv2Channel channel) {
		channel.left();
		channel.group().members().remove(channel);
	}

	boolean contains(Sv2Channel channel) {
		return this.byId.get(channel.id()) == channel;
	}

	/**
	 * The channels that an id stands for, the oldest first: one, or those of a group.
	 */
	List<Sv2Channel> addressed(int id) {
		Sv2Channel single = find(id);
		return (single != null) ? List.of(single)
				: this.groups.stream()
					.filter((group) -> group.id() == id)
					.flatMap((group) -> group.members().stream())
					.toList();
	}

	/**
	 * The extended ones of the channels that an id stands for.
	 */
	List<Sv2Channel> extended(int id) {
		return addressed(id).stream().filter((channel) -> !channel.isStandard()).toList();
	}

	int nextId() {
		return ++this.lastId;
	}

	/**
	 * The group of a payout, a new one if there is none.
	 */
	Sv2Group groupOf(PayoutGroup payout) {
		for (Sv2Group group : this.groups) {
			if (group.payout() == payout) {
				return group;
			}
		}
		// An id that a proxy was told is never used again: it may remember the jobs
		boolean first = !this.firstGroupTold && this.groups.isEmpty();
		Sv2Group group = new Sv2Group(first ? Sv2Group.FIRST_ID : nextId(), payout);
		this.groups.add(group);
		return group;
	}

	void add(Sv2Channel channel) {
		this.byId.put(channel.id(), channel);
	}

	/**
	 * The client was told of a channel and its group.
	 */
	void told(Sv2Channel channel) {
		this.firstGroupTold = true;
		channel.group().members().add(channel);
	}

	/**
	 * Removes a channel, and its group with the last one.
	 * @return false if it was removed before
	 */
	boolean remove(Sv2Channel channel) {
		if (!this.byId.remove(channel.id(), channel)) {
			return false;
		}
		Sv2Group group = channel.group();
		group.members().remove(channel);
		if (this.byId.values().stream().noneMatch((other) -> other.group() == group)) {
			this.groups.remove(group);
		}
		return true;
	}

	void clear() {
		this.byId.clear();
		this.groups.clear();
	}

}
