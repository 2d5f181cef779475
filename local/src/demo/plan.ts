import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  CourseImport,
  changeMyProfile,
  createCategory,
  EmailAddress,
  line,
  PersonName,
  putMyReview,
  type RouteDefinition,
  signUp,
} from '@studynotion/contracts';
import { parse } from 'yaml';
import { z } from 'zod';
import { repository } from '../installation.ts';
import { motifs } from './pictures/motifs.ts';
import { palettes } from './pictures/palettes.ts';

const namesOf = <Name extends string>(table: Readonly<Record<Name, unknown>>) =>
  z.enum(Object.keys(table) as [Name, ...Name[]]);
function bodyOf<Route extends RouteDefinition>({ path, body }: Route): NonNullable<Route['body']> {
  if (body === undefined) throw new TypeError(`${path} takes no body`);
  return body;
}

const Colour = z.string().regex(/^#[0-9A-F]{6}$/);
const Key = z.string().regex(/^[a-z0-9-]+$/);
const Imported = CourseImport.shape.courses.element.shape;
const ImportedLecture = Imported.sections.element.shape.lectures.element.shape;

const lectureFields = { title: ImportedLecture.title, preview: z.boolean().default(false) };
const DemoLecture = z.union([
  z.strictObject({ ...lectureFields, article: ImportedLecture.markdown }),
  /** A film of this many seconds. */
  z.strictObject({ ...lectureFields, film: z.int().min(3).max(8) }),
]);

const DemoCourse = z.strictObject({
  instructor: EmailAddress,
  category: line(60),
  title: Imported.title,
  summary: Imported.summary,
  description: Imported.description,
  whatYouWillLearn: Imported.whatYouWillLearn,
  requirements: Imported.requirements.unwrap(),
  tags: Imported.tags.unwrap(),
  level: Imported.level,
  language: Imported.language,
  /** In rupees; 0 is free. */
  rupees: z.int().min(0),
  theme: z.strictObject({ motif: namesOf(motifs), palette: namesOf(palettes) }),
  sections: z
    .array(z.strictObject({ title: line(120), lectures: z.array(DemoLecture).min(2).max(5) }))
    .min(2)
    .max(4),
});

const person = { firstName: PersonName, lastName: PersonName, email: bodyOf(signUp).shape.email };
const Portrait = z.strictObject({ palette: namesOf(palettes), skin: Colour, hair: Colour, longHair: z.boolean() });

/** What somebody makes of a course that he bought. */
const Learning = z.strictObject({
  course: Key,
  /** How many lectures, from the first on. */
  completed: z.union([z.int().min(0), z.literal('all')]).default(0),
  stars: bodyOf(putMyReview).shape.rating.optional(),
  review: bodyOf(putMyReview).shape.text,
});

const People = z.strictObject({
  categories: z.array(bodyOf(createCategory).extend({ description: line(500) })),
  instructors: z.array(
    z.strictObject({ ...person, about: bodyOf(changeMyProfile).shape.about.unwrap().unwrap(), portrait: Portrait }),
  ),
  learners: z.array(z.strictObject(person)),
  /** One order each, in the order of time. */
  sales: z.array(
    z.strictObject({
      buyer: EmailAddress,
      /** Whether the bank refuses the first attempt. */
      refusedFirst: z.boolean().default(false),
      courses: z.array(Learning).min(1),
    }),
  ),
  /** Left full. */
  carts: z.array(z.strictObject({ owner: EmailAddress, courses: z.array(Key).min(1) })),
  /** Whose log-ins are shown. */
  shown: z.strictObject({ instructor: EmailAddress, student: EmailAddress }),
});

export type DemoLecture = z.output<typeof DemoLecture>;
export type DemoCourse = z.output<typeof DemoCourse> & { /** Names it within the plan. */ readonly key: string };
export type DemoPeople = z.output<typeof People>;
export type DemoLearner = DemoPeople['learners'][number];
export type DemoInstructor = DemoPeople['instructors'][number];
export type DemoSale = DemoPeople['sales'][number];

/** Who is there, what they teach, buy, learn and say. Nothing in it is left to chance. */
export interface DemoPlan extends DemoPeople {
  /** In the order in which they go on sale. */
  readonly courses: readonly DemoCourse[];
}

const folder = join(repository, 'examples', 'demo');

/** Reads the plan from examples/demo. @throws ZodError where a file is not what the contracts take */
export function readDemoPlan(): DemoPlan {
  const courses = readdirSync(join(folder, 'courses'))
    .sort()
    .map((file) => ({
      // The number before the name is its place.
      key: basename(file, '.yaml').replace(/^\d+-/, ''),
      ...DemoCourse.parse(parse(readFileSync(join(folder, 'courses', file), 'utf8'))),
    }));
  return { ...People.parse(parse(readFileSync(join(folder, 'people.yaml'), 'utf8'))), courses };
}

/** A part of the plan by its name. @throws TypeError where the plan has none */
export function found<Item>(items: readonly Item[], matches: (item: Item) => boolean, what: string): Item {
  const item = items.find(matches);
  if (item === undefined) throw new TypeError(`The plan of the demo data has no ${what}`);
  return item;
}
