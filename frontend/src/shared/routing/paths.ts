/** Where things are shown: features link to each other by these, not by knowing each other. Mails use the same paths. */
export const paths = {
  home: '/app',
  signIn: '/app/sign-in',
  offers: '/app/offers',
  offer: (id: string) => `/app/offers/${id}`,
  deals: '/app/deals',
  deal: (id: string) => `/app/deals/${id}`,
  enquiry: (id: string) => `/app/enquiries/${id}`,
  listing: (id: string) => `/app/listings/${id}`,
  inbox: '/app/inbox',
  mandates: '/app/mandates',
  mandate: (id: string) => `/app/mandates/${id}`,
  desk: '/app/desk',
  ledger: '/app/ledger',
  commissions: '/app/commissions',
  organisation: (id: string) => `/app/organisations/${id}`,
};
