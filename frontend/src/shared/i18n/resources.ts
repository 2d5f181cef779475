import administration from '../../locales/en/administration.json';
import auth from '../../locales/en/auth.json';
import authoring from '../../locales/en/authoring.json';
import cart from '../../locales/en/cart.json';
import catalogue from '../../locales/en/catalogue.json';
import checkout from '../../locales/en/checkout.json';
import common from '../../locales/en/common.json';
import learning from '../../locales/en/learning.json';
import notices from '../../locales/en/notices.json';
import orders from '../../locales/en/orders.json';
import problems from '../../locales/en/problems.json';
import profile from '../../locales/en/profile.json';
import reviews from '../../locales/en/reviews.json';
import site from '../../locales/en/site.json';
import validation from '../../locales/en/validation.json';

/** The texts of the language every other one is translated from; one namespace per feature. */
export const english = {
  administration,
  auth,
  authoring,
  cart,
  catalogue,
  checkout,
  common,
  learning,
  notices,
  orders,
  problems,
  profile,
  reviews,
  site,
  validation,
};

export type NoticeKey = keyof typeof notices;
