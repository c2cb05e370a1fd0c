using Descent.Engine;

namespace Descent.Checkpoints;

/// <summary>
/// Which names parameters may have, so that no two things have one name in a checkpoint, which calls states, step counts and more after them: looked for where a name is
/// given, long before anything is saved.
/// </summary>
internal static class CheckpointNames
{
    /// <summary>What is an optimizer's own, whatever its rules are.</summary>
    public const string Begun = "step:begun", Skipped = "step:skipped";

    /// <summary>What a group's own options are named after.</summary>
    public const string Group = "group";

    private static readonly Func<Participant, string, bool> s_has = static (participant, name) => participant.ByName.ContainsKey(name);

    /// <summary>Throws if no file could have a parameter of this name beside what there is.</summary>
    /// <param name="name">The name.</param>
    /// <param name="schema">The rule that takes the parameter.</param>
    /// <param name="participants">All rules that step together.</param>
    /// <param name="isGroup">Whether they are those of a group.</param>
    /// <param name="has">Whether a rule has a parameter of a name; as it says itself unless given.</param>
    public static void Refuse(string name, RuleSchema schema, Participant[] participants, bool isGroup, Func<Participant, string, bool>? has = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        RefuseUnwritable(name);
        if (FindClash(name, schema, participants, isGroup, has ?? s_has) is { } clash)
        {
            throw new ArgumentException($"Two things would be named '{clash}' in a checkpoint, were a parameter named '{name}': give it another name.", nameof(name));
        }
    }

    /// <summary>Throws if no file can have something of this name.</summary>
    public static void RefuseUnwritable(string name)
    {
        if (name == Header.MetadataKey)
        {
            throw new ArgumentException($"The name '{name}' is the format's own, for what is no tensor: a file that has it twice cannot be read.", nameof(name));
        }

        if (StoredValue.HasHalfCharacter(name))
        {
            throw new ArgumentException($"The name '{name}' has half a character in it, which no file can hold.", nameof(name));
        }
    }

    /// <summary>A name that both something of a parameter and something of another name would have; <see langword="null"/> if there is none.</summary>
    private static string? FindClash(string name, RuleSchema schema, Participant[] participants, bool isGroup, Func<Participant, string, bool> has)
    {
        foreach (var other in participants)
        {
            // What is named after a parameter is its name, a sign, and words without that sign.
            for (var end = name.AsSpan().IndexOfAny('/', ':'); end >= 0; end = Next(name, end))
            {
                if (has(other, name[..end]) && OptimizerContents.Endings(other.Schema).Contains(name[end..]))
                {
                    return name;
                }
            }

            if (OptimizerContents.Endings(schema).FirstOrDefault(ending => has(other, name + ending)) is { } taken)
            {
                return name + taken;
            }
        }

        if (!MayBeOwn(name, participants))
        {
            return null;
        }

        var own = OwnNames(participants, isGroup);
        return OptimizerContents.Endings(schema).Prepend("").Select(ending => name + ending).FirstOrDefault(own.Contains);
    }

    private static int Next(string name, int end) => name.AsSpan(end + 1).IndexOfAny('/', ':') is >= 0 and var further ? end + 1 + further : -1;

    /// <summary>Whether it is worth while to name all that is an optimizer's own.</summary>
    private static bool MayBeOwn(string name, Participant[] participants)
        => name is Begun or Skipped || name.StartsWith(Group + ":", StringComparison.Ordinal)
            || Array.Exists(participants, participant => name.StartsWith(participant.Type.Name, StringComparison.Ordinal));

    private static HashSet<string> OwnNames(Participant[] participants, bool isGroup)
    {
        var contents = new CheckpointContents(null);
        OptimizerContents.DescribeOwners(contents, participants);
        if (isGroup)
        {
            OptimizerContents.Describe(contents, Group, new());
        }

        return [Begun, Skipped, .. contents.Values.Select(value => value.Name), .. contents.Tensors.Select(tensor => tensor.Name)];
    }
}
