package io.stratum.node;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Sees each call to a node, on the thread that calls.
 */
@FunctionalInterface
public interface NodeCallObserver {

	/** Sees nothing. */
	NodeCallObserver NONE = (node, method) -> (failure) -> {
	};

	/**
	 * One for several.
	 * @param observers who sees each call
	 * @return what tells them all
	 */
	static NodeCallObserver of(List<NodeCallObserver> observers) {
		return (observers.size() == 1) ? observers.get(0) : (node, method) -> {
			List<Call> calls = observers.stream().map((observer) -> observer.begin(node, method)).toList();
			return (failure) -> calls.forEach((call) -> call.end(failure));
		};
	}

	/**
	 * A call begins.
	 * @param node the name of the node
	 * @param method the method, or {@code longpoll} for a call that waits for news
	 * @return what sees the end of it
	 */
	Call begin(String node, String method);

	/**
	 * A call that is under way.
	 */
	@FunctionalInterface
	interface Call {

		/**
		 * The call ended.
		 * @param failure why it failed, or null if it did not
		 */
		void end(@Nullable NodeException failure);

	}

}
