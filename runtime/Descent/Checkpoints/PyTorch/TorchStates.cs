using System.Globalization;
using System.Text;
using System.Text.Json;
using Descent.Engine;

namespace Descent.Checkpoints;

/// <summary>The states of optimizers under the names that PyTorch has for them, and their hyperparameters as its <c>param_groups</c>.</summary>
internal static class TorchStates
{
    /// <summary>The key of the hyperparameters in the header.</summary>
    public const string GroupsKey = "param_groups";

    /// <summary>Names the states.</summary>
    /// <param name="contents">What they go into.</param>
    /// <param name="participants">The optimizers.</param>
    /// <param name="toExport">Whether they are saved: the codes of 8 bits as the numbers that they stand for, which others read.</param>
    /// <exception cref="NotSupportedException">PyTorch has no such optimizer, or a tensor lies in another order of its dimensions.</exception>
    public static void Describe(CheckpointContents contents, Participant[] participants, bool toExport)
    {
        foreach (var participant in participants)
        {
            var rule = TorchRule.Of(participant.Type);
            foreach (var parameter in participant.Parameters)
            {
                if (parameter.OrderInMemory is { } order)
                {
                    throw new NotSupportedException(
                        $"The dimensions of parameter '{parameter.Name}' lie in the order {order} in memory, and those of PyTorch's files in their own: make it of tensor.contiguous(), or go by way of one of TorchSharp's optimizers.");
                }

                if (rule.HasStep)
                {
                    contents.Add(new CountTensor($"{parameter.Name}.step", () => parameter.StepCount, value => parameter.State.Standing.StepCount = value));
                }

                foreach (var (theirs, ours) in rule.States)
                {
                    var (name, view) = ($"{parameter.Name}.{theirs}", parameter.States.Single(state => state.Name == ours));
                    if (view.Schema.Per == Per.Tensor)
                    {
                        contents.Add(ShardTensor.Of(new SingleTensor(name, () => view.Value, value => view.Value = value), [], null, parameter.State));
                        continue;
                    }

                    long[] whole = [.. parameter.Shape.ToArray().Select(dimension => (long)dimension)];
                    var shard = parameter.State.Shard;
                    var shape = shard is null ? whole : [view.Length];
                    contents.Add(ShardTensor.Of(
                        view.Storage != StateStorage.Blocks8 ? new ViewTensor(name, view, shape) : toExport ? new DecodedTensor(name, view, shape) : new CodesTensor(name, view, shape),
                        whole,
                        shard?.Start,
                        parameter.State));
                }
            }
        }
    }

    /// <summary>The hyperparameters as PyTorch has them.</summary>
    public static string WriteGroups(Participant[] participants)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            foreach (var participant in participants)
            {
                WriteGroup(writer, participant, TorchRule.Of(participant.Type));
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Where hyperparameters of a file differ from those of the optimizers: sentences.</summary>
    /// <exception cref="InvalidDataException">The text is not what PyTorch has.</exception>
    public static List<string> Compare(string groups, Participant[] participants)
    {
        try
        {
            using var json = JsonDocument.Parse(groups, new() { MaxDepth = 8 });
            List<string> differences = [];
            foreach (var group in json.RootElement.EnumerateArray())
            {
                var parameters = group.GetProperty("params").EnumerateArray().Select(name => name.GetString()).ToHashSet(StringComparer.Ordinal);
                foreach (var participant in participants.Where(participant => participant.Parameters.Exists(parameter => parameters.Contains(parameter.Name))))
                {
                    Compare(group, participant, differences);
                }
            }

            return differences;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDataException($"The file's {GroupsKey} are not the list that PyTorch has, with the names of the parameters as params: {exception.Message}", exception);
        }
    }

    private static void Compare(JsonElement group, Participant participant, List<string> differences)
    {
        var rule = TorchRule.Of(participant.Type);
        foreach (var (theirs, ours) in rule.Hyperparameters)
        {
            if (TorchRule.Read(group, theirs) is { } value && ValueOf(participant, ours) is var here && value != here)
            {
                differences.Add($"{participant.Type.Name}/{ours} is {here}, and {theirs} is {value} in the file");
            }
        }

        foreach (var (theirs, needed) in rule.Fixed.Append(("maximize", Maximizes(participant) ? "True" : "False")))
        {
            if (TorchRule.Read(group, theirs) is { } value && value != needed)
            {
                differences.Add($"{participant.Type.Name} is {rule.Name} with {theirs} = {needed}, and it is {value} in the file");
            }
        }
    }

    private static void WriteGroup(Utf8JsonWriter writer, Participant participant, TorchRule rule)
    {
        writer.WriteStartObject();
        foreach (var list in rule.Hyperparameters.Select(item => (Key: item.Theirs, item.Ours)).Concat(rule.Fixed.Select(item => (Key: item.Theirs, Ours: "=" + item.Value)))
            .GroupBy(item => item.Key.Split('.')[0]))
        {
            writer.WritePropertyName(list.Key);
            var values = list.Select(item => item.Ours[0] == '=' ? item.Ours[1..] : ValueOf(participant, item.Ours)).ToList();
            if (list.First().Key != list.Key)
            {
                writer.WriteStartArray();
                values.ForEach(value => Write(writer, value));
                writer.WriteEndArray();
            }
            else
            {
                Write(writer, values[0]);
            }
        }

        writer.WriteBoolean("maximize", Maximizes(participant));
        writer.WriteStartArray("params");
        participant.Parameters.ForEach(parameter => writer.WriteStringValue(parameter.Name));
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Whether weights climb: by the options, or by a hyperparameter of the rule, and not by both.</summary>
    private static bool Maximizes(Participant participant) => participant.Options.Maximize
        != participant.Schema.Hyperparameters.Index().Any(item => item.Item.Name == "Maximize" && participant.Rule.GetHyperparameter(item.Index) is true);

    private static void Write(Utf8JsonWriter writer, string value)
    {
        if (value is "True" or "False")
        {
            writer.WriteBooleanValue(value == "True");
        }
        else
        {
            writer.WriteRawValue(value);
        }
    }

    private static string ValueOf(Participant participant, string name)
    {
        var (index, schema) = participant.Schema.Hyperparameters.Index().Single(item => item.Item.Name == name);
        return schema.ValueType == typeof(double)
            ? NumberText.Of(participant.Rule.Scaling.Read(index))
            : Convert.ToString(participant.Rule.GetHyperparameter(index), CultureInfo.InvariantCulture)!;
    }
}

/// <summary>The number of a parameter's updates, as PyTorch has it: one number of single precision.</summary>
internal sealed class CountTensor(string name, Func<int> get, Action<int> set) : StoredTensor(name, StoredType.F32, [])
{
    public override ReadOnlySpan<byte> Read(long start, int length) => BitConverter.GetBytes((float)get()).AsSpan((int)start, length);

    public override void Write(long start, ReadOnlySpan<byte> bytes) => set((int)BitConverter.ToSingle(bytes));

    /// <summary>Whether a file's value is a count.</summary>
    public static bool IsCount(float value) => value >= 0 && value < int.MaxValue && value == MathF.Floor(value);
}
