package io.stratum.mining.ban;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A bounded map that forgets what was not used for longest. Safe for use by several
 * threads.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class RecentEntries<K, V> {

	private final Map<K, V> entries;

	RecentEntries(int capacity) {
		this.entries = new LinkedHashMap<>(16, 0.75f, true) {
			@Override
			protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
				return size() > capacity;
			}
		};
	}

	synchronized @Nullable V get(K key) {
		return this.entries.get(key);
	}

	synchronized @Nullable V remove(K key) {
		return this.entries.remove(key);
	}

	/**
	 * Replaces a value.
	 * @param change gives the new value for the old one, which may be null
	 * @return the new value
	 */
	synchronized V compute(K key, Function<@Nullable V, V> change) {
		V value = change.apply(this.entries.get(key));
		this.entries.put(key, value);
		return value;
	}

	synchronized int size() {
		return this.entries.size();
	}

}
