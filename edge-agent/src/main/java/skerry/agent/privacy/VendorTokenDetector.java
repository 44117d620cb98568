package skerry.agent.privacy;

import java.util.ArrayList;
import java.util.List;

/**
 * A secret that its vendor made recognisable by a fixed beginning. The list is of formats that vendors document; a
 * beginning that is also an English word or a common identifier asks for a digit in the rest.
 */
final class VendorTokenDetector implements Detector {
    /** kind, beginning, characters of the rest, least and most of them. */
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
            slack-token   xoxb-           dotted 10 300
            slack-token   xoxp-           dotted 10 300
            slack-token   xoxa-           dotted 10 300
            slack-token   xoxr-           dotted 10 300
            slack-token   xoxs-           dotted 10 300
            slack-token   xoxo-           dotted 10 300
            slack-token   xoxe-           dotted 10 300
            slack-token   xoxe.           dotted 10 400
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
            vault-token   s.              digit 24 24
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
            vendor-token  r8_             digit 30 60
            vendor-token  shpat_          word 20 60
            vendor-token  shpss_          word 20 60
            vendor-token  shpca_          word 20 60
            vendor-token  shppa_          word 20 60
            vendor-token  lin_api_        word 20 100
            vendor-token  ntn_            digit 30 100
            vendor-token  SG.             dotted 30 100
            vendor-token  xkeysib-        token 40 200
            vendor-token  PMAK-           token 30 100
            vendor-token  pscale_tkn_     equals 20 100
            vendor-token  pscale_pw_      equals 20 100
            vendor-token  pscale_oauth_   equals 20 100
            vendor-token  pul-            digit 40 60
            vendor-token  rdme_           word 40 100
            vendor-token  sntrys_         base64 40 600
            vendor-token  sntryu_         word 40 100
            vendor-token  sm_aat_         word 12 60
            vendor-token  sm_sat_         word 12 60
            vendor-token  sm_pat_         word 12 60
            vendor-token  shippo_live_    word 30 100
            vendor-token  shippo_test_    word 30 100
            vendor-token  EZAK            digit 40 70
            vendor-token  EZTK            digit 40 70
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
            vendor-token  ico-            digit 32 32
            vendor-token  NRAK-           token 20 60
            vendor-token  NRJS-           token 15 60
            vendor-token  NRII-           token 20 60
            vendor-token  sqa_            digit 30 60
            vendor-token  sqp_            digit 30 60
            vendor-token  squ_            digit 30 60
            vendor-token  sgp_            digit 40 100
            vendor-token  sq0atp-         token 20 60
            vendor-token  sq0csp-         token 20 80
            vendor-token  EAAA            digit 30 100
            vendor-token  EAAM            digit 60 400
            vendor-token  EAAC            digit 60 400
            vendor-token  AQVN            token 30 60
            vendor-token  fo1_            token 40 60
            vendor-token  fm1_            base64 60 800
            vendor-token  fm1a_           base64 60 800
            vendor-token  fm1r_           base64 60 800
            vendor-token  fm2_            base64 60 800
            vendor-token  AKCp            digit 40 100
            vendor-token  cmVmd           digit 50 80
            vendor-token  p8e-            word 32 32
            vendor-token  LTAI            digit 12 26
            vendor-token  dp.pt.          word 40 60
            vendor-token  dp.st.          dotted 40 80
            vendor-token  dp.ct.          word 40 60
            vendor-token  duffel_         token 43 60
            vendor-token  dnkey-          token 40 110
            vendor-token  fio-u-          token 60 70
            vendor-token  rubygems_       hex 48 60
            vendor-token  tfp_            dotted 50 70
            vendor-token  v1.0-           token 100 200
            vendor-token  sk-             digit 40 200
            vendor-token  oy2             digit 43 43
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
            vendor-token  live_           digit 40 50
            """;

    private static final int LONGEST_TRIGGER = 5;
    private static final int REGISTRY = CharClass.TOKEN | CharClass.DOT | CharClass.SLASH;
    private static final int LONGEST_REGISTRY = 128;

    /** Up to here the most is a rule of the format; above, a longer one is taken as well, lest its tail stay. */
    private static final int LONGEST_EXACT = 40;

    private final String kind;
    private final String beginning;
    private final Rest rest;
    private final int least;
    private final int most;

    private enum Rest {
        UPPER(CharClass.UPPER | CharClass.DIGIT),
        HEX(CharClass.HEX),
        WORD(CharClass.WORD),
        TOKEN(CharClass.TOKEN),
        DIGIT(CharClass.TOKEN),
        DOTTED(CharClass.TOKEN | CharClass.DOT),
        BASE64(CharClass.BASE64 | CharClass.DASH),
        EQUALS(CharClass.TOKEN | CharClass.DOT | CharClass.BASE64_SIGN),
        PATH(CharClass.TOKEN | CharClass.BASE64_SIGN),
        ANY(CharClass.TOKEN | CharClass.BASE64_SIGN | CharClass.DOT);

        final int set;

        Rest(int set) {
            this.set = set;
        }
    }

    private VendorTokenDetector(String kind, String beginning, Rest rest, int least, int most) {
        this.kind = kind;
        this.beginning = beginning;
        this.rest = rest;
        this.least = least;
        this.most = most;
    }

    /** One detector for each known format. */
    static List<Detector> all() {
        var detectors = new ArrayList<Detector>();
        FORMATS.lines().forEach(line -> {
            String[] column = line.trim().split(" +", -1);
            Rest rest = Rest.valueOf(column[2].toUpperCase(java.util.Locale.ROOT));
            detectors.add(new VendorTokenDetector(
                    column[0], column[1], rest, Integer.parseInt(column[3]), Integer.parseInt(column[4])));
        });
        return detectors;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public List<String> triggers() {
        return List.of(beginning.substring(0, Math.min(beginning.length(), LONGEST_TRIGGER)));
    }

    @Override
    public String rule() {
        return kind + " " + beginning + " " + rest + " " + least + " " + most;
    }

    @Override
    public Span find(Text text, int at) {
        int start = at - Math.min(beginning.length(), LONGEST_TRIGGER);
        if (!text.readsExactly(beginning, start) && !(rest == Rest.ANY && text.reads(beginning, start))) {
            return Span.NONE;
        }
        if (rest != Rest.ANY && rest != Rest.PATH && CharClass.is(text.at(start - 1), CharClass.TOKEN)) {
            return Span.NONE;
        }
        int from = start + beginning.length();
        int end = text.skip(from, rest.set, Integer.MAX_VALUE);
        if (end - from < least
                || (end - from > most && most <= LONGEST_EXACT)
                || (rest == Rest.DIGIT && !hasDigit(text, from, end))) {
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

    private static boolean hasDigit(Text text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (CharClass.digit(text.at(i))) {
                return true;
            }
        }
        return false;
    }
}
