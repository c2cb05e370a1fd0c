using TorchOptions = TorchSharp.Modules.OptimizerOptions;

namespace Descent.Torch.Saving;

/// <summary>
/// What TorchSharp saves of a group. The first one has the checkpoint of the whole optimizer, which is one thing and fits as a whole or not at all; the others have
/// nothing.
/// </summary>
/// <param name="rule">The rule of the group.</param>
internal sealed class RuleOptions(RuleOptimizer rule) : TorchOptions
{
    /// <summary>Writes the checkpoint of the optimizer, if this is its first group.</summary>
    public Action<Stream>? Save { get; set; }

    /// <summary>Loads it.</summary>
    public Action<Stream>? Load { get; set; }

    public override void SaveStateDict(BinaryWriter writer)
    {
        if (Save is null)
        {
            return;
        }

        var stream = writer.BaseStream;
        writer.Flush();
        if (!stream.CanSeek)
        {
            using var copy = new MemoryStream();
            Save(copy);
            writer.Write(copy.Length);
            copy.WriteTo(stream);
            return;
        }

        var start = stream.Position;
        writer.Write(0L);
        writer.Flush();
        Save(stream);
        var end = stream.Position;
        stream.Position = start;
        writer.Write(end - start - sizeof(long));
        writer.Flush();
        stream.Position = end;
    }

    public override void LoadStateDict(BinaryReader reader)
    {
        if (Load is null)
        {
            return;
        }

        var length = reader.ReadInt64();
        if (length < 0 || (reader.BaseStream.CanSeek && length > reader.BaseStream.Length - reader.BaseStream.Position))
        {
            throw new InvalidDataException($"The state of the optimizer is damaged: it cannot have {length} bytes.");
        }

        var end = reader.BaseStream.CanSeek ? reader.BaseStream.Position + length : 0;
        using var part = new StreamPart(reader.BaseStream, length);
        Load(part);
        if (reader.BaseStream.CanSeek)
        {
            reader.BaseStream.Position = end;
        }
    }

    public override void LoadStateDict(TorchOptions source)
    {
        if (source is not RuleOptions other)
        {
            throw new InvalidDataException($"The state of another optimizer cannot be loaded into {rule.GetType().Name}.");
        }

        if (Load is not null)
        {
            using var copy = new MemoryStream();
            (other.Save ?? throw new InvalidDataException("The state is not that of an optimizer's first group."))(copy);
            copy.Position = 0;
            Load(copy);
        }
    }
}
