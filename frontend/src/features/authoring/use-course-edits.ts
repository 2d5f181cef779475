import type { AuthoredCourse } from '@studynotion/contracts';
import { useEffect, useRef } from 'react';
import { type ApiProblem, problemOf } from '../../shared/api/api-problem.ts';
import {
  type Information,
  type LectureChange,
  type NewLecture,
  type OutlineOrder,
  useAddLectureMutation,
  useAddSectionMutation,
  useChangeCourseMutation,
  useChangeLectureMutation,
  useChangeSectionMutation,
  useDeleteLectureMutation,
  useDeleteSectionMutation,
  useOrderOutlineMutation,
  usePublishCourseMutation,
  useUnpublishCourseMutation,
} from './authoring-api.ts';

type On = { readonly courseId: string; readonly version: number };
type Sent = Promise<{ readonly data?: AuthoredCourse; readonly error?: unknown }>;

/** Edits of a course, one after another, each on the version that the one before made. They give what went wrong. */
export function useCourseEdits({ id: courseId, version: loaded }: AuthoredCourse) {
  const version = useRef(loaded);
  const last = useRef<Promise<unknown>>(Promise.resolve());
  useEffect(() => {
    version.current = Math.max(version.current, loaded);
  }, [loaded]);

  function edit(send: (on: On) => Sent): Promise<ApiProblem | undefined> {
    const done = last.current.then(async () => {
      const { data, error } = await send({ courseId, version: version.current });
      if (data !== undefined) version.current = data.version;
      return error === undefined ? undefined : problemOf(error);
    });
    last.current = done;
    return done;
  }

  const [changeCourse] = useChangeCourseMutation();
  const [publishCourse] = usePublishCourseMutation();
  const [unpublishCourse] = useUnpublishCourseMutation();
  const [addSection] = useAddSectionMutation();
  const [changeSection] = useChangeSectionMutation();
  const [deleteSection] = useDeleteSectionMutation();
  const [addLecture] = useAddLectureMutation();
  const [changeLecture] = useChangeLectureMutation();
  const [deleteLecture] = useDeleteLectureMutation();
  const [orderOutline] = useOrderOutlineMutation();

  return {
    changeCourse: (changes: Information) => edit((on) => changeCourse({ ...on, changes })),
    publish: () => edit(publishCourse),
    unpublish: () => edit(unpublishCourse),
    addSection: (title: string) => edit((on) => addSection({ ...on, title })),
    renameSection: (sectionId: string, title: string) => edit((on) => changeSection({ ...on, sectionId, title })),
    deleteSection: (sectionId: string) => edit((on) => deleteSection({ ...on, sectionId })),
    addLecture: (sectionId: string, lecture: NewLecture) => edit((on) => addLecture({ ...on, sectionId, lecture })),
    changeLecture: (lectureId: string, changes: LectureChange) =>
      edit((on) => changeLecture({ ...on, lectureId, changes })),
    deleteLecture: (lectureId: string) => edit((on) => deleteLecture({ ...on, lectureId })),
    orderOutline: (sections: OutlineOrder) => edit((on) => orderOutline({ ...on, sections })),
  };
}
