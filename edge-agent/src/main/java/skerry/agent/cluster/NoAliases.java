package skerry.agent.cluster;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;

/**
 * YAML without aliases, which kubectl never prints: the parser would hand over an alias as its name, and what it stands
 * for would be missed without a word.
 */
final class NoAliases extends JsonParserDelegate {
    NoAliases(JsonParser yaml) {
        super(yaml);
    }

    @Override
    public JsonToken nextToken() throws IOException {
        JsonToken token = super.nextToken();
        if (delegate instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            throw new JsonParseException(this, "aliases are not read; give what kubectl get -o yaml prints");
        }
        return token;
    }
}
