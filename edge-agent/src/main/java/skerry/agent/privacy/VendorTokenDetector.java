package skerry.agent.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A secret that its vendor made recognisable by a fixed beginning. The list is of formats that vendors document; a
 * beginning that is also an English word or a common identifier asks for a digit in the rest.
 */
final class VendorTokenDetector implements Detector {
    /**
     * Kind, beginning, characters of the rest, least and most of them. A {@code |} in a beginning ends what the rule is
     * woken by, where five characters would be too common; a {@code +} asks for a digit in the rest.
     */
    private static final String FORMATS = """
            aws-key       AKIA            upper 16 16
            aws-key       ASIA            upper 16 16
            aws-key       ABIA            upper 16 16
            aws-key       ACCA            upper 16 16
            aws-key       A3T             upper 17 17
            aws-key       ABSK            base64 40 300
            github-token  ghp_            word 36 255
            github-token  gho_            word 36 255
            github-token  ghu_            word 36 255
            github-token  ghs_            word 36 255
            github-token  ghr_            word 36 255
            github-token  github_pat_     word 22 255
            gitlab-token  glpat-          dotted 16 300
            gitlab-token  gldt-           token 16 300
            gitlab-token  glrt-           dotted 16 300
            gitlab-token  glcbt-          token 16 300
            gitlab-token  glptt-          token 16 300
            gitlab-token  glft-           token 16 300
            gitlab-token  glimt-          token 16 300
            gitlab-token  glagent-        token 20 300
            gitlab-token  gloas-          token 20 300
            gitlab-token  glsoat-         token 16 300
            gitlab-token  glffct-         token 16 300
            gitlab-token  GR1348941       token 16 300
            gitlab-token  _gitlab_session= token 16 300
            slack-token   xoxb-           dotted+ 10 300
            slack-token   xoxp-           dotted+ 10 300
            slack-token   xoxa-           dotted+ 10 300
            slack-token   xoxr-           dotted+ 10 300
            slack-token   xoxs-           dotted+ 10 300
            slack-token   xoxo-           dotted+ 10 300
            slack-token   xoxe-           dotted+ 10 300
            slack-token   xoxe.           dotted+ 10 400
            slack-token   xapp-           token 10 300
            slack-token   hooks.slack.com/ path 20 300
            stripe-key    sk_live_        word 10 255
            stripe-key    sk_test_        word 10 255
            stripe-key    sk_prod_        word 10 255
            stripe-key    rk_live_        word 10 255
            stripe-key    rk_test_        word 10 255
            stripe-key    rk_prod_        word 10 255
            stripe-key    whsec_          word 20 255
            gcp-key       AIza            token 35 35
            gcp-key       GOCSPX-         token 20 60
            gcp-key       ya29.           dotted 20 2048
            npm-token     npm_            word 30 255
            npm-token     _authtoken=     any 8 255
            pypi-token    pypi-AgE        token 16 1024
            vault-token   hvs.            token 20 300
            vault-token   hvb.            token 20 300
            vault-token   hvr.            token 20 300
            vault-token   s.              token+ 24 24
            k8s-token     sha256~         token 40 60
            vendor-token  dop_v1_         word 40 255
            vendor-token  doo_v1_         word 40 255
            vendor-token  dor_v1_         word 40 255
            vendor-token  sk-ant-         token 20 300
            vendor-token  sk-proj-        token 20 300
            vendor-token  sk-svcacct-     token 20 300
            vendor-token  sk-or-          token 20 300
            vendor-token  pplx-           token 40 300
            vendor-token  hf_             word 34 34
            vendor-token  api_org_        word 34 34
            vendor-token  r8_             word 37 37
            vendor-token  shpat_          word 20 60
            vendor-token  shpss_          word 20 60
            vendor-token  shpca_          word 20 60
            vendor-token  shppa_          word 20 60
            vendor-token  lin_api_        word 20 100
            vendor-token  ntn_            token+ 30 100
            vendor-token  SG.             dotted 30 100
            vendor-token  xkeysib-        token 40 200
            vendor-token  PMAK-           token 30 100
            vendor-token  pscale_tkn_     equals 20 100
            vendor-token  pscale_pw_      equals 20 100
            vendor-token  pscale_oauth_   equals 20 100
            vendor-token  pul-            token+ 40 60
            vendor-token  rdme_           word 40 100
            vendor-token  sntrys_         base64 40 600
            vendor-token  sntryu_         word 40 100
            vendor-token  sm_aat_         word 12 60
            vendor-token  sm_sat_         word 12 60
            vendor-token  sm_pat_         word 12 60
            vendor-token  shippo_live_    word 30 100
            vendor-token  shippo_test_    word 30 100
            vendor-token  EZAK            token+ 40 70
            vendor-token  EZTK            token+ 40 70
            vendor-token  FLWSECK         token 12 70
            vendor-token  FLWPUBK         token 12 70
            vendor-token  glc_            base64 30 500
            vendor-token  glsa_           word 30 80
            vendor-token  HRKU-           token 30 100
            vendor-token  CLOJARS_        word 30 100
            vendor-token  dt0c01.         dotted 40 200
            vendor-token  dt0s16.         dotted 40 200
            vendor-token  ops_eyJ         base64 40 1200
            vendor-token  A3-             token 30 50
            vendor-token  ATATT3          equals 40 400
            vendor-token  ATCTT3          equals 40 400
            vendor-token  pnu_            word 30 60
            vendor-token  tk-us-          token 30 80
            vendor-token  ico-            token+ 32 32
            vendor-token  NRAK-           token 20 60
            vendor-token  NRJS-           token 15 60
            vendor-token  NRII-           token 20 60
            vendor-token  sqa_            token+ 30 60
            vendor-token  sqp_            token+ 30 60
            vendor-token  squ_            token+ 30 60
            vendor-token  sgp_            token+ 40 100
            vendor-token  sq0atp-         token 20 60
            vendor-token  sq0csp-         token 20 80
            vendor-token  EAAA            token+ 30 100
            vendor-token  EAAM            token+ 60 400
            vendor-token  EAAC            token+ 60 400
            vendor-token  AQVN            token 30 60
            vendor-token  fo1_            token 40 60
            vendor-token  fm1_            base64 60 800
            vendor-token  fm1a_           base64 60 800
            vendor-token  fm1r_           base64 60 800
            vendor-token  fm2_            base64 60 800
            vendor-token  AKCp            token+ 40 100
            vendor-token  cmVmd           token+ 50 80
            vendor-token  p8e-            word 32 32
            vendor-token  LTAI            token+ 12 26
            vendor-token  dp.pt.          word 40 60
            vendor-token  dp.st.          dotted 40 80
            vendor-token  dp.ct.          word 40 60
            vendor-token  duffel_         token 43 60
            vendor-token  dnkey-          token 40 110
            vendor-token  fio-u-          token 60 70
            vendor-token  rubygems_       hex 48 60
            vendor-token  tfp_            dotted 50 70
            vendor-token  v1.0-           token 100 200
            vendor-token  sk-             token+ 40 200
            vendor-token  oy2             token+ 43 43
            vendor-token  test_           hex 35 35
            vendor-token  dapi            hex 32 40
            vendor-token  SK              hex 32 32
            vendor-token  AC              hex 32 32
            vendor-token  key-            hex 32 32
            vendor-token  sat.            dotted 40 100
            vendor-token  s-s4t2          token 50 100
            vendor-token  AGE-SECRET-KEY-1 upper 50 70
            vendor-token  pk.eyJ          dotted 60 300
            vendor-token  sk.eyJ          dotted 60 300
            vendor-token  live_           token+ 40 50
            vendor-token  dckr_pat_       token 24 60
            vendor-token  dckr_oat_       token 24 60
            vendor-token  tskey-          token+ 24 120
            vendor-token  SWMTKN-1-       token 60 100
            vendor-token  SWMKEY-1-       base64 40 60
            vendor-token  aio_            token+ 28 28
            vendor-token  figd_           token 36 60
            vendor-token  nfp_            token+ 36 40
            vendor-token  nfc_            token+ 36 40
            vendor-token  sbp_            hex 40 40
            vendor-token  sb_secret_      token 30 60
            vendor-token  gsk_            word 48 60
            vendor-token  xai-            token+ 70 90
            vendor-token  nvapi-          token 60 80
            vendor-token  lsv2_           token+ 40 60
            vendor-token  pcsk_           word 50 90
            vendor-token  secret_|        token+ 43 43
            vendor-token  ATBB            token+ 32 32
            vendor-token  ATTA            hex 60 80
            vendor-token  CCIPAT_         token+ 50 90
            vendor-token  CCIPRJ_         token+ 50 90
            vendor-token  bkua_           hex 40 40
            vendor-token  cio             token+ 32 32
            vendor-token  CFPAT-          token 40 60
            vendor-token  AKID            token+ 32 32
            vendor-token  AKLT            token+ 40 60
            vendor-token  EAA             token+ 80 400
            vendor-token  sl.             dotted 120 1500
            vendor-token  phx_            token+ 40 60
            vendor-token  phc_            token+ 40 60
            vendor-token  phs_            token+ 40 60
            vendor-token  AVNS_           token 18 40
            vendor-token  rnd_            token+ 32 32
            vendor-token  vcp_            token+ 24 60
            vendor-token  vck_            token+ 24 60
            vendor-token  rzp_live_       word 14 14
            vendor-token  rzp_test_       word 14 14
            vendor-token  dose            hex 32 32
            vendor-token  dbtc_           token 30 100
            vendor-token  dbtu_           token 30 100
            vendor-token  SCW             upper 17 17
            vendor-token  EXO             hex 24 24
            vendor-token  y0_             token 50 70
            vendor-token  NNSXS.          dotted 60 120
            vendor-token  nbp_            word 36 36
            vendor-token  hcaik_          word 50 70
            vendor-token  csk-            token+ 48 48
            vendor-token  tgp_v1_         token 40 60
            vendor-token  tvly-           token+ 20 60
            vendor-token  e2b_            hex 40 40
            vendor-token  jina_           token+ 50 80
            vendor-token  xsmtpsib-       token 40 200
            vendor-token  mdb_sa_sk_      token 30 60
            vendor-token  lin_oauth_      hex 40 80
            vendor-token  dp.sa.          word 40 60
            vendor-token  dp.scim.        word 40 60
            vendor-token  dp.audit.       word 40 60
            vendor-token  eyJrIjoi        base64 50 400
            vendor-token  AAAAAAAAAAAAAAAAAAAAA percent 50 200
            vendor-token  discord.|com/api/webhooks/    path 40 200
            vendor-token  discorda|pp.com/api/webhooks/ path 40 200
            vendor-token  hooks.zapier.com/hooks/ path 12 200
            vendor-token  hc-ping.com/    path 20 100
            slack-token   xoxc-           dotted+ 10 300
            slack-token   xoxd-           percent+ 20 400
            gcp-key       GOOG1           upper 50 60
            """;

    private static final int LONGEST_TRIGGER = 5;
    private static final int REGISTRY = CharClass.TOKEN | CharClass.DOT | CharClass.SLASH;
    private static final int LONGEST_REGISTRY = 128;

    /** Up to here the most is a rule of the format; above, a longer one is taken as well, lest its tail stay. */
    private static final int LONGEST_EXACT = 40;

    /** Of a rest that must have a digit, so many characters are read to see one. */
    private static final int MOST_BEFORE_DIGIT = 64;

    private final String kind;
    private final String beginning;
    private final int trigger;
    private final Rest rest;
    private final boolean digit;
    private final int least;
    private final int most;

    private enum Rest {
        UPPER(CharClass.UPPER | CharClass.DIGIT),
        HEX(CharClass.HEX),
        WORD(CharClass.WORD),
        TOKEN(CharClass.TOKEN),
        DOTTED(CharClass.TOKEN | CharClass.DOT),
        BASE64(CharClass.BASE64 | CharClass.DASH),
        EQUALS(CharClass.TOKEN | CharClass.DOT | CharClass.BASE64_SIGN),
        PATH(CharClass.TOKEN | CharClass.BASE64_SIGN),
        /** Also with signs as a web address has them, such as {@code %2B}. */
        PERCENT(CharClass.TOKEN | CharClass.BASE64_SIGN),
        ANY(CharClass.TOKEN | CharClass.BASE64_SIGN | CharClass.DOT);

        final int set;

        Rest(int set) {
            this.set = set;
        }
    }

    /** @param column of a line of the list */
    private VendorTokenDetector(String[] column) {
        this.kind = column[0];
        this.beginning = column[1].replace("|", "");
        int mark = column[1].indexOf('|');
        this.trigger = mark > 0 ? mark : Math.min(beginning.length(), LONGEST_TRIGGER);
        this.digit = column[2].endsWith("+");
        this.rest = Rest.valueOf(column[2].replace("+", "").toUpperCase(Locale.ROOT));
        this.least = Integer.parseInt(column[3]);
        this.most = Integer.parseInt(column[4]);
    }

    /** One detector for each known format. */
    static List<Detector> all() {
        var detectors = new ArrayList<Detector>();
        FORMATS.lines()
                .forEach(line ->
                        detectors.add(new VendorTokenDetector(line.trim().split(" +", -1))));
        return detectors;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public List<String> triggers() {
        return List.of(beginning.substring(0, trigger));
    }

    @Override
    public String rule() {
        return kind + " " + beginning + " " + rest + (digit ? "+ " : " ") + least + " " + most;
    }

    @Override
    public Span find(Text text, int at) {
        int start = at - trigger;
        if (!text.readsExactly(beginning, start) && !(rest == Rest.ANY && text.reads(beginning, start))) {
            return Span.NONE;
        }
        if (rest != Rest.ANY && rest != Rest.PATH && CharClass.is(text.at(start - 1), CharClass.TOKEN)) {
            return Span.NONE;
        }
        int from = start + beginning.length();
        if (digit && !hasDigit(text, from, text.skip(from, rest.set, MOST_BEFORE_DIGIT))) {
            return Span.NONE;
        }
        int end = end(text, from);
        if (end - from < least
                || (end - from > most && most <= LONGEST_EXACT)
                || (rest == Rest.WORD && isPlaceholder(text, from, end))) {
            return Span.NONE;
        }
        if (rest == Rest.PATH && text.readsExactly("://", start - 3)) {
            start -= text.at(start - 4) == 's' ? 8 : 7;
        }
        if (rest == Rest.ANY && text.at(start - 1) == ':') {
            start = text.skipBack(
                    start - 1, REGISTRY, LONGEST_REGISTRY); // of npm, whose configuration has its address first
        }
        return new Span(start, end);
    }

    private int end(Text text, int from) {
        int end = text.skip(from, rest.set, Integer.MAX_VALUE);
        while (rest == Rest.PERCENT
                && text.at(end) == '%'
                && CharClass.is(text.at(end + 1), CharClass.HEX)
                && CharClass.is(text.at(end + 2), CharClass.HEX)) {
            end = text.skip(end + 3, rest.set, Integer.MAX_VALUE);
        }
        return end;
    }

    /** Whether a manual has it so: one character again and again. */
    private static boolean isPlaceholder(Text text, int start, int end) {
        char first = text.at(start);
        int same = start;
        while (same < end && text.at(same) == first) {
            same++;
        }
        return same == end;
    }

    private static boolean hasDigit(Text text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (CharClass.digit(text.at(i))) {
                return true;
            }
        }
        return false;
    }
}
