import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { attachClosestEdge, extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import { useEffect, useRef, useState } from 'react';

/** What is dragged in an outline. */
export type Dragged = { readonly kind: 'section' | 'lecture'; readonly id: string };
/** Half of an element something was dropped on, or that it was dropped into. */
export type DropEdge = 'top' | 'bottom' | 'inside';

export interface DragOptions {
  readonly item: Dragged;
  /** Where this may be dropped on it. */
  readonly accepts: (dragged: Dragged) => 'beside' | 'inside' | undefined;
  readonly onDrop: (dragged: Dragged, edge: DropEdge) => void;
}

/**
 * Makes an element something to drag by its handle, and to drop on. Whoever does not use a pointer has buttons that do the
 * same.
 */
export function useDrag<Box extends HTMLElement>(options: DragOptions) {
  const box = useRef<Box>(null);
  const handle = useRef<HTMLSpanElement>(null);
  const [edge, setEdge] = useState<DropEdge>();
  const [dragging, setDragging] = useState(false);
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });

  useEffect(() => {
    const element = box.current;
    if (element === null || handle.current === null) return;
    return combine(
      draggable({
        element,
        dragHandle: handle.current,
        getInitialData: () => ({ ...latest.current.item }),
        onDragStart: () => setDragging(true),
        onDrop: () => setDragging(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => {
          const dragged = draggedIn(source.data);
          return dragged.id !== latest.current.item.id && latest.current.accepts(dragged) !== undefined;
        },
        getData: ({ input, source }) =>
          latest.current.accepts(draggedIn(source.data)) === 'inside'
            ? {}
            : attachClosestEdge({}, { element, input, allowedEdges: ['top', 'bottom'] }),
        onDrag: ({ self, location }) => setEdge(isInnermost(element, location) ? edgeIn(self.data) : undefined),
        onDragLeave: () => setEdge(undefined),
        onDrop: ({ self, source, location }) => {
          setEdge(undefined);
          if (isInnermost(element, location)) latest.current.onDrop(draggedIn(source.data), edgeIn(self.data));
        },
      }),
    );
  }, []);

  return { box, handle, edge, dragging };
}

type Location = { readonly current: { readonly dropTargets: readonly { readonly element: Element }[] } };

/** A lecture lies in its section: only the innermost of both is meant. */
function isInnermost(element: Element, { current }: Location): boolean {
  return current.dropTargets[0]?.element === element;
}

function draggedIn(data: Record<string | symbol, unknown>): Dragged {
  return data as Dragged;
}

function edgeIn(data: Record<string | symbol, unknown>): DropEdge {
  const edge = extractClosestEdge(data);
  return edge === 'top' || edge === 'bottom' ? edge : 'inside';
}
