using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Emission;

/// <summary>Writes the members of a rule that does not compile: all there, and all throwing.</summary>
internal static class StubEmitter
{
    public static void Write(SourceWriter writer, RuleModel rule)
    {
        foreach (var method in rule.Methods)
        {
            MembersEmitter.WriteSpansOverload(writer, rule, method, reduces: false, inner => Throw(inner, rule));
            writer.Line();
            MembersEmitter.WriteReferenceHeader(writer, rule, method, inner => Throw(inner, rule));
            writer.Line();
        }

        WriteHook(writer, rule);
    }

    /// <summary>Writes the base class, if there is room for it, with what it demands, and nothing else that users know.</summary>
    public static void WritePart(SourceWriter writer, RuleModel rule)
    {
        writer.Line(Generated.MarkOf(rule));
        var header = RuleEmitter.Part(rule.Declaration);
        using (writer.Block(rule.Part == GeneratedPart.Bodies ? header : header + " : global::Descent.RuleOptimizer"))
        {
            WriteUnfinished(writer, rule);
            if (rule.Part != GeneratedPart.Bodies)
            {
                WriteHook(writer, rule);
            }
        }
    }

    /// <summary>Writes the other half of what was declared for the compiler and refused.</summary>
    public static void WriteUnfinished(SourceWriter writer, RuleModel rule)
    {
        foreach (var member in rule.Unfinished)
        {
            if (member.HasBody)
            {
                writer.Line("/// <summary>The declaration that its body belongs to.</summary>");
                writer.Line($"{member.Header} {{ {string.Concat(new[] { member.Getter, member.Setter }.OfType<string>().Select(accessor => accessor + "; "))}}}");
                writer.Line();
                continue;
            }

            using (writer.Block(member.Header))
            {
                if (member.Getter is null && member.Setter is null)
                {
                    Throw(writer, rule);
                }

                foreach (var accessor in new[] { member.Getter, member.Setter }.OfType<string>())
                {
                    using (writer.Block(accessor))
                    {
                        if (member.IsInitialized)
                        {
                            writer.Line("_ = field;");
                        }

                        Throw(writer, rule);
                    }
                }
            }

            writer.Line();
        }
    }

    private static void WriteHook(SourceWriter writer, RuleModel rule)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block(HooksEmitter.Property))
        {
            using (writer.Block("get"))
            {
                Throw(writer, rule);
            }
        }
    }

    private static void Throw(SourceWriter writer, RuleModel rule)
        => writer.Line($"throw new global::System.NotSupportedException(\"The rule '{rule.Name}' does not compile: {rule.Problem}.\");");
}
