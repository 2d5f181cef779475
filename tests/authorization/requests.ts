import { createHash, createHmac, randomUUID } from 'node:crypto';
import {
  type AuthoredCourse,
  addLecture,
  addSection,
  addToCart,
  changeAccount,
  changeCategory,
  changeCourse,
  changeLecture,
  changeMyProfile,
  changePassword,
  changeSection,
  completeLecture,
  completeUpload,
  createCategory,
  createCourse,
  createOrder,
  createUpload,
  deleteCategory,
  deleteCourse,
  deleteLecture,
  deleteMedia,
  deleteMyAccount,
  deleteMyReview,
  deleteSection,
  forgotPassword,
  getApiPage,
  getCart,
  getCategory,
  getCourse,
  getErasureReceipt,
  getInstructorDashboard,
  getLearningCourse,
  getLecture,
  getMedia,
  getMyProfile,
  getMyReview,
  getOpenApiDocument,
  getOrder,
  getOwnArticle,
  getOwnCourse,
  getPaymentReport,
  getPlatformStatus,
  getPreviewLecture,
  getPublicProfile,
  importCourses,
  jsonWebKeySet,
  listAccounts,
  listAllOrders,
  listCategories,
  listCourses,
  listFeaturedReviews,
  listMails,
  listMyCourses,
  listMyEnrollments,
  listOrders,
  listOwnCourses,
  listReviews,
  logIn,
  logOut,
  logOutEverywhere,
  mergeCart,
  orderOutline,
  publishCourse,
  putMyReview,
  type RouteDefinition,
  receiveCloudinaryNotification,
  receiveRazorpayWebhook,
  refreshSession,
  removeFromCart,
  removeMyPicture,
  repeatMail,
  requestOtp,
  resetPassword,
  savePosition,
  sendContactMessage,
  setMyPicture,
  signUp,
  uncompleteLecture,
  unpublishCourse,
  verifyPayment,
} from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { ApiClient, type Sending } from '../support/api-client.ts';
import { newCategory, newDraft, someCategory } from '../support/courses.ts';
import { announcement, uploaded } from '../support/media.ts';
import {
  newAddress,
  newAdministrator,
  newInstructor,
  newLearner,
  openSession,
  PASSWORD,
  type Person,
  seededAdministrator,
  signUpForm,
} from '../support/people.ts';
import { waitForMail } from '../support/sandbox.ts';
import { secretOf } from '../support/secret.ts';
import type { Cast, Teacher } from './cast.ts';
import type { Line, Who } from './read-policy.ts';

/** A request for a thing, by somebody. */
export interface Asking extends Sending {
  /** Who sends it. @default the one of the column, as they are */
  readonly client?: ApiClient;
}

/** Prepares the request of one in a column of the policy. */
type Prepare = (cast: Cast, who: Who) => Asking | Promise<Asking>;

const OTHER_PASSWORD = 'nine slow trains by noon';

const allThereIs = { 'all there is': () => ({}) };
const onesOwn = { "one's own": () => ({}) };

/**
 * By route: how each thing of the policy is asked for. `… of nothing` and `… malformed` need no entry: one parameter of
 * the first thing is replaced.
 */
const requests: ReadonlyMap<RouteDefinition, Readonly<Record<string, Prepare>>> = new Map<
  RouteDefinition,
  Readonly<Record<string, Prepare>>
>([
  [listCourses, allThereIs],
  [listCategories, allThereIs],
  [listFeaturedReviews, allThereIs],
  [jsonWebKeySet, allThereIs],
  [getPlatformStatus, allThereIs],
  [getOpenApiDocument, allThereIs],
  [getApiPage, allThereIs],
  [
    getCourse,
    {
      'the course': ({ course }) => ({ params: { slug: course.slug } }),
      "the owner's draft": ({ drafts }) => ({ params: { slug: drafts.owner.slug } }),
    },
  ],
  [
    getPreviewLecture,
    {
      'the open lecture': ({ course }) => preview(course, openLecture(course)),
      'a closed lecture': ({ course }) => preview(course, closedLecture(course)),
      'an open lecture of another course': ({ course, colleaguesCourse }) =>
        preview(course, openLecture(colleaguesCourse)),
      'an open lecture of a draft': ({ drafts }) => preview(drafts.owner, openLecture(drafts.owner)),
    },
  ],
  [
    listReviews,
    {
      'the course': ({ course }) => ofCourse(course),
      "the owner's draft": ({ drafts }) => ofCourse(drafts.owner),
    },
  ],
  [getCategory, { 'the category': async () => ({ params: { slug: (await someCategory()).slug } }) }],
  [
    getPublicProfile,
    {
      'the owner': ({ people }) => ({ params: { accountId: people.owner.account.id } }),
      'the deleted one': ({ people }) => ({ params: { accountId: people.deleted.account.id } }),
    },
  ],
  [
    getErasureReceipt,
    {
      "the deleted one's receipt": ({ receiptId }) => ({ params: { erasureId: receiptId } }),
      'an invented id': () => ({ params: { erasureId: 'A'.repeat(43) } }),
    },
  ],

  [requestOtp, { 'an unknown address': () => ({ body: { email: newAddress() } }) }],
  [
    forgotPassword,
    {
      'an unknown address': () => ({ body: { email: newAddress() } }),
      'a known address': async (cast, who) => ({ body: { email: (await livingPerson(cast, who)).email } }),
    },
  ],
  [
    sendContactMessage,
    { 'a message': () => ({ body: { firstName: 'Asha', email: newAddress(), message: 'Good day.' } }) },
  ],
  [
    signUp,
    {
      'with a wrong code': () => ({ body: signUpForm(newAddress(), '000000') }),
      'as an administrator': () => ({
        body: { ...signUpForm(newAddress(), '000000'), accountType: 'administrator' },
      }),
    },
  ],
  [resetPassword, { 'with an invented link': () => ({ body: { token: 'A'.repeat(43), password: OTHER_PASSWORD } }) }],
  [
    logIn,
    {
      "with one's password": (cast, who) => ({ body: { email: emailOf(cast, who), password: PASSWORD } }),
      'with another password': (cast, who) => ({ body: { email: emailOf(cast, who), password: OTHER_PASSWORD } }),
    },
  ],
  [refreshSession, { "with one's cookie": async (cast, who) => ({ client: await newSession(cast, who) }) }],
  [logOut, { "with one's cookie": async (cast, who) => ({ client: await newSession(cast, who) }) }],
  [logOutEverywhere, { "one's own": async (cast, who) => ({ client: await standIn(cast, who) }) }],
  [
    changePassword,
    {
      "with one's password": async (cast, who) => ({
        client: await standIn(cast, who),
        body: { currentPassword: PASSWORD, newPassword: OTHER_PASSWORD },
      }),
      'with another password': () => ({ body: { currentPassword: OTHER_PASSWORD, newPassword: PASSWORD } }),
    },
  ],

  [getMyProfile, onesOwn],
  [changeMyProfile, { "one's own": () => ({ body: { about: 'Reads in the train.' } }) }],
  [removeMyPicture, onesOwn],
  [listMyCourses, onesOwn],
  [listMyEnrollments, onesOwn],
  [listOrders, onesOwn],
  [getCart, onesOwn],
  [mergeCart, { "one's own": ({ otherCourse }) => ({ body: { courseIds: [otherCourse.id] } }) }],
  [removeFromCart, { 'the course': ({ course }) => ofCourse(course) }],
  [
    deleteMyAccount,
    {
      "one's own": async (cast, who) => ({
        // Whose courses are on sale must stay, and is asked as they are.
        client: who === 'owner' || who === 'colleague' ? undefined : await standIn(cast, who),
        body: { password: PASSWORD },
      }),
      'with another password': () => ({ body: { password: OTHER_PASSWORD } }),
    },
  ],

  [
    getLearningCourse,
    {
      'the course': ({ course }) => ofCourse(course),
      "the colleague's course": ({ colleaguesCourse }) => ofCourse(colleaguesCourse),
      "the owner's draft": ({ drafts }) => ofCourse(drafts.owner),
    },
  ],
  [getLecture, learning()],
  [completeLecture, learning()],
  [uncompleteLecture, learning()],
  [savePosition, learning({ body: { seconds: 30, watchedAt: new Date().toISOString() } })],

  [
    createOrder,
    buying((courseId) => ({ body: { courseIds: [courseId] }, headers: { 'idempotency-key': randomUUID() } })),
  ],
  [addToCart, buying((courseId) => ({ params: { courseId } }))],
  [getOrder, { "the buyer's order": ({ order }) => ({ params: { orderId: order.id } }) }],
  [
    verifyPayment,
    {
      "the buyer's order with an invented signature": ({ order }) => ({
        params: { orderId: order.id },
        body: { razorpayPaymentId: 'pay_29QQoUBi66xm2f', razorpaySignature: '0'.repeat(64) },
      }),
      "the buyer's order with the true signature": ({ paid: { order, ...body } }) => ({
        params: { orderId: order.id },
        body,
      }),
    },
  ],

  [
    putMyReview,
    {
      'the course': ({ course }) => ({ ...ofCourse(course), ...someReview }),
      "the colleague's course": ({ colleaguesCourse }) => ({ ...ofCourse(colleaguesCourse), ...someReview }),
    },
  ],
  [getMyReview, { 'the course': reviewedByBuyer }],
  [deleteMyReview, { 'the course': reviewedByBuyer }],

  [createCourse, { "one's own": () => ({ body: { title: 'A draft' } }) }],
  [listOwnCourses, onesOwn],
  [getInstructorDashboard, onesOwn],
  [getOwnCourse, editing((course) => ofCourse(course))],
  [
    changeCourse,
    {
      ...editing((course) => ({ ...ofCourse(course), body: { version: course.version, summary: 'Changed.' } })),
      "the owner's draft with the owner's picture": async (cast, who) =>
        withThumbnail(await draftFor(cast, who, 'owner'), cast.pictures.owner),
      "the owner's draft with the learner's picture": ({ drafts, pictures }) =>
        withThumbnail(drafts.owner, pictures.learner),
    },
  ],
  [deleteCourse, editing((course) => ofCourse(course))],
  [publishCourse, editing((course) => ({ ...ofCourse(course), body: { version: course.version } }))],
  [unpublishCourse, editing((course) => ({ ...ofCourse(course), body: { version: course.version } }))],
  [addSection, editing((course) => ({ ...ofCourse(course), body: { version: course.version, title: 'Another' } }))],
  [
    orderOutline,
    {
      ...editing((course) => ({ ...ofCourse(course), body: { version: course.version, sections: outlineOf(course) } })),
      "the owner's draft with the colleague's lectures": ({ drafts: { owner, colleague } }) => ({
        ...ofCourse(owner),
        body: { version: owner.version, sections: outlineOf(colleague) },
      }),
    },
  ],
  [
    changeSection,
    editing((course, from) => ({ params: ofSection(course, from), body: { version: course.version, title: 'New' } })),
  ],
  [
    deleteSection,
    editing((course, from) => ({ params: ofSection(course, from), query: { version: String(course.version) } })),
  ],
  [
    addLecture,
    {
      ...editing((course, from) => ({
        params: ofSection(course, from),
        body: { version: course.version, kind: 'article', title: 'Another', preview: false, markdown: '# Another' },
      })),
      "the owner's draft with the owner's video": async (cast, who) =>
        withVideo(await draftFor(cast, who, 'owner'), cast.videos.owner),
      "the owner's draft with the colleague's video": ({ drafts, videos }) => withVideo(drafts.owner, videos.colleague),
    },
  ],
  [
    changeLecture,
    editing((course, from) => ({ params: ofLecture(course, from), body: { version: course.version, title: 'New' } })),
  ],
  [
    deleteLecture,
    editing((course, from) => ({ params: ofLecture(course, from), query: { version: String(course.version) } })),
  ],
  [getOwnArticle, editing((course, from) => ({ params: ofLecture(course, from) }))],

  [
    createUpload,
    {
      'a picture': () => ({ body: announcement('image') }),
      'a video': () => ({ body: announcement('video') }),
    },
  ],
  [completeUpload, picture((mediaId) => ({ params: { mediaId } }))],
  [getMedia, picture((mediaId) => ({ params: { mediaId } }))],
  [
    deleteMedia,
    {
      "the owner's picture": async (cast, who) => ({ params: { mediaId: await pictureToDelete(cast, who, 'owner') } }),
      "the learner's picture": async (cast, who) => ({
        params: { mediaId: await pictureToDelete(cast, who, 'learner') },
      }),
    },
  ],
  [
    setMyPicture,
    {
      ...picture((mediaId) => ({ body: { mediaId } })),
      'a picture of nothing': () => ({ body: { mediaId: NOTHING } }),
    },
  ],

  [listAccounts, allThereIs],
  [getPaymentReport, { 'all there is': () => ({ query: { from: '2020-01-01', to: '2020-01-31' } }) }],
  [listAllOrders, allThereIs],
  [importCourses, { 'all there is': ({ people }) => ({ body: smallImport(people.owner.email) }) }],
  [listMails, allThereIs],
  [
    repeatMail,
    {
      'a mail that was sent': async ({ people }) => ({ params: { mailId: await sentMail(people.learner) } }),
      'a mail there is not': () => ({ params: { mailId: 'welcome:nothing' } }),
    },
  ],
  [createCategory, { 'all there is': () => ({ body: { name: `Category ${randomUUID()}` } }) }],
  [
    changeAccount,
    {
      "somebody's account": ({ people }) => ({
        params: { accountId: people.learner.account.id },
        body: { version: 1, active: true },
      }),
      "one's own, to be approved": (cast, who) => ownAccount(cast, who, { approved: true }),
      "one's own, to be an administrator": (cast, who) => ownAccount(cast, who, { role: 'administrator' }),
    },
  ],
  [
    changeCategory,
    { 'a category': async (_, who) => ({ ...(await categoryFor(who)), body: { version: 1, name: randomUUID() } }) },
  ],
  [deleteCategory, { 'a category': (_, who) => categoryFor(who) }],

  [
    receiveRazorpayWebhook,
    {
      'signed by the provider': () => razorpayDelivery(secretOf('payment-service', 'razorpay-webhook-secret')),
      'signed by somebody else': () => razorpayDelivery('a secret of somebody else'),
    },
  ],
  [
    receiveCloudinaryNotification,
    {
      'signed by the provider': () => cloudinaryNotification(secretOf('media-service', 'cloudinary-api-secret')),
      'signed by somebody else': () => cloudinaryNotification('a secret of somebody else'),
    },
  ],
]);

/** The requests that a line of the policy means for somebody; more than one where a value can be wrong in several ways. */
export async function requestsFor(
  route: RouteDefinition,
  lines: readonly Line[],
  thing: string,
  cast: Cast,
  who: Who,
): Promise<readonly Asking[]> {
  const things = requests.get(route) ?? {};
  const prepare = things[thing];
  if (prepare !== undefined) return [await prepare(cast, who)];
  const [, name, how] = /^(\w+) (of nothing|malformed)$/.exec(thing) ?? [];
  const first = things[lines[0]?.thing ?? ''];
  if (name === undefined || how === undefined || first === undefined)
    throw new Error(`requests.ts does not know how to ask ${route.method} ${route.path} for "${thing}"`);
  const asking = await first(cast, who);
  if (asking.params?.[name] === undefined) throw new Error(`${route.method} ${route.path} has no ${name}`);
  const values = how === 'malformed' ? MALFORMED : [NOTHING];
  return values.map((value) => ({ ...asking, params: { ...asking.params, [name]: value } }));
}

/** The form of an id and of a slug, of nothing that there is. */
const NOTHING = 'a'.repeat(24);
const MALFORMED = ['{"$gt":""}', `${NOTHING}_`];

const ofCourse = ({ id }: AuthoredCourse) => ({ params: { courseId: id } });
const sectionOf = ({ sections }: AuthoredCourse): string => sections[0]?.id ?? '';
const closedLecture = ({ sections }: AuthoredCourse): string => sections[0]?.lectures[0]?.id ?? '';
const openLecture = ({ sections }: AuthoredCourse): string => sections[0]?.lectures[1]?.id ?? '';
const ofSection = (course: AuthoredCourse, from: AuthoredCourse) => ({
  courseId: course.id,
  sectionId: sectionOf(from),
});
const ofLecture = (course: AuthoredCourse, from: AuthoredCourse) => ({
  courseId: course.id,
  lectureId: closedLecture(from),
});

function picture(ask: (mediaId: string) => Asking): Readonly<Record<string, Prepare>> {
  return {
    "the owner's picture": ({ pictures }) => ask(pictures.owner),
    "the learner's picture": ({ pictures }) => ask(pictures.learner),
  };
}

/** Another one where it will be deleted. */
async function pictureToDelete(cast: Cast, who: Who, uploader: 'owner' | 'learner'): Promise<string> {
  return who === uploader ? uploaded(cast.people[uploader], 'image') : cast.pictures[uploader];
}

function preview({ slug }: AuthoredCourse, lectureId: string): Asking {
  return { params: { slug, lectureId } };
}

function learning(sending: Asking = {}): Readonly<Record<string, Prepare>> {
  const ask = (course: AuthoredCourse, from: AuthoredCourse) => ({ ...sending, params: ofLecture(course, from) });
  return {
    'a lecture of the course': ({ course }) => ask(course, course),
    "a lecture of the colleague's course": ({ colleaguesCourse }) => ask(colleaguesCourse, colleaguesCourse),
    "a lecture of the colleague's course within the course": ({ course, colleaguesCourse }) =>
      ask(course, colleaguesCourse),
    "a lecture of the course within the colleague's course": ({ course, colleaguesCourse }) =>
      ask(colleaguesCourse, course),
    "a lecture of the owner's draft": ({ drafts }) => ask(drafts.owner, drafts.owner),
  };
}

function buying(ask: (courseId: string) => Asking): Readonly<Record<string, Prepare>> {
  return {
    'another course of the owner': ({ otherCourse }) => ask(otherCourse.id),
    'the course': ({ course }) => ask(course.id),
    "the owner's draft": ({ drafts }) => ask(drafts.owner.id),
    'courseId of nothing': () => ask(NOTHING),
    'courseId malformed': () => ask(MALFORMED[0] ?? ''),
  };
}

/** @param ask for a course, and something `from` it or from another one */
function editing(ask: (course: AuthoredCourse, from: AuthoredCourse) => Asking): Readonly<Record<string, Prepare>> {
  const draftOf =
    (teacher: Teacher): Prepare =>
    async (cast, who) => {
      const draft = await draftFor(cast, who, teacher);
      return ask(draft, draft);
    };
  return {
    "the owner's draft": draftOf('owner'),
    "the colleague's draft": draftOf('colleague'),
    "the applicant's draft": draftOf('applicant'),
    'the course': ({ course }) => ask(course, course),
    "from the colleague's draft within the owner's": ({ drafts }) => ask(drafts.owner, drafts.colleague),
    "from the owner's draft within the colleague's": ({ drafts }) => ask(drafts.colleague, drafts.owner),
  };
}

/** What its owner may do is done to another such draft; the one of the cast stays as it is. */
async function draftFor(cast: Cast, who: Who, teacher: Teacher): Promise<AuthoredCourse> {
  return who === teacher ? newDraft(cast.people[teacher]) : cast.drafts[teacher];
}

function withThumbnail(course: AuthoredCourse, mediaId: string): Asking {
  return { ...ofCourse(course), body: { version: course.version, thumbnailMediaId: mediaId } };
}

function withVideo(course: AuthoredCourse, mediaId: string): Asking {
  const body = { version: course.version, kind: 'video', title: 'To watch', preview: false, mediaId };
  return { params: ofSection(course, course), body };
}

function outlineOf({ sections }: AuthoredCourse) {
  return sections.map(({ id, lectures }) => ({ id, lectureIds: lectures.map((lecture) => lecture.id) }));
}

const someReview = { body: { rating: 5, text: 'Good to read.' } };

async function reviewedByBuyer({ course, people }: Cast): Promise<Asking> {
  await people.buyer.client.call(putMyReview, 200, { ...ofCourse(course), ...someReview });
  return ofCourse(course);
}

/** The id of the first mail that somebody got. */
async function sentMail({ email }: Person): Promise<string> {
  await waitForMail(email, 'code');
  const administrator = await seededAdministrator();
  let mailId: string | undefined;
  await waitUntil(`the mail log of ${email}`, async () => {
    const { items } = await administrator.call(listMails, 200, { query: { to: email, state: 'sent' } });
    mailId = items[0]?.id;
    return mailId !== undefined;
  });
  return mailId ?? '';
}

function ownAccount(cast: Cast, who: Who, change: object): Asking {
  return { params: { accountId: personOf(cast, who)?.account.id ?? NOTHING }, body: { version: 1, ...change } };
}

/** One of its own for who may do something to it. */
async function categoryFor(who: Who): Promise<Asking> {
  const { id } = await (who === 'administrator' ? newCategory() : someCategory());
  return { params: { categoryId: id } };
}

function personOf({ people }: Cast, who: Who): Person | undefined {
  return who === 'visitor' ? undefined : people[who];
}

/** Of somebody; for a visitor one that nobody has. */
function emailOf(cast: Cast, who: Who): string {
  return personOf(cast, who)?.email ?? newAddress();
}

async function livingPerson(cast: Cast, who: Who): Promise<Person> {
  return who === 'visitor' || who === 'deleted' ? newLearner() : cast.people[who];
}

/** Somebody's program with a session that may end; of who has none any more, with the last one. */
async function newSession(cast: Cast, who: Who): Promise<ApiClient> {
  const person = personOf(cast, who);
  if (who === 'deleted' && person !== undefined) return person.client;
  const client = new ApiClient();
  if (person !== undefined) await openSession(client, person);
  return client;
}

/** The program of somebody new of the same kind, who need not stay as they are; of who has no session, none. */
async function standIn(cast: Cast, who: Who): Promise<ApiClient | undefined> {
  if (who === 'visitor' || who === 'deleted') return undefined;
  if (who === 'administrator') return (await newAdministrator()).client;
  const isTeacher = cast.people[who].account.role === 'instructor';
  return (await (isTeacher ? newInstructor({ approved: who !== 'applicant' }) : newLearner())).client;
}

function smallImport(email: string) {
  return {
    format: 'studynotion-courses-v1',
    instructor: { email },
    courses: [
      {
        slug: `small-course-${randomUUID()}`,
        title: 'A small course',
        summary: 'As small as they come.',
        description: 'One section with one lecture.',
        whatYouWillLearn: ['That it works'],
        level: 'beginner',
        language: 'en',
        price: { amount: 0, currency: 'INR' },
        sections: [{ title: 'The section', lectures: [{ title: 'One', kind: 'article', markdown: '# One' }] }],
      },
    ],
  };
}

/** Something that nobody does anything about. */
function razorpayDelivery(secret: string): Asking {
  const body = JSON.stringify({
    entity: 'event',
    event: 'payment.downtime.started',
    contains: [],
    payload: {},
    created_at: 1,
  });
  return {
    body,
    headers: {
      'x-razorpay-signature': createHmac('sha256', secret).update(body).digest('hex'),
      'x-razorpay-event-id': `event-${randomUUID()}`,
    },
  };
}

/** Of something that was never uploaded. */
function cloudinaryNotification(secret: string): Asking {
  const body = JSON.stringify({ notification_type: 'upload', public_id: `studynotion/${NOTHING}` });
  const timestamp = String(Math.floor(Date.now() / 1000));
  return {
    body,
    headers: {
      'x-cld-signature': createHash('sha1').update(`${body}${timestamp}${secret}`).digest('hex'),
      'x-cld-timestamp': timestamp,
    },
  };
}
