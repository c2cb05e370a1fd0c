using TorchOptions = TorchSharp.Modules.OptimizerOptions;

namespace Descent.Torch.Saving;

/// <summary>
/// What TorchSharp saves of a group. The first one has the checkpoint of the whole optimizer, which is one thing and fits as a whole or not at all; the others have
/// nothing.
/// </summary>
/// <param name="rule">The rule of the group.</param>
internal sealed class RuleOptions(RuleOptimizer rule) : TorchOptions
{
    /// <summary>The optimizer that saves and loads, if this is its first group.</summary>
    public DescentOptimizer? Saves { get; set; }

    public override void SaveStateDict(BinaryWriter writer)
    {
        if (Saves is null)
        {
            return;
        }

        var stream = writer.BaseStream;
        writer.Flush();
        if (!stream.CanSeek)
        {
            using var copy = new MemoryStream();
            Saves.SaveState(copy);
            writer.Write(copy.Length);
            copy.WriteTo(stream);
            return;
        }

        var start = stream.Position;
        writer.Write(0L);
        writer.Flush();
        Saves.SaveState(stream);
        var end = stream.Position;
        stream.Position = start;
        writer.Write(end - start - sizeof(long));
        writer.Flush();
        stream.Position = end;
    }

    public override void LoadStateDict(BinaryReader reader)
    {
        if (Saves is null)
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
        Saves.LoadState(part);
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

        if (Saves is not null)
        {
            using var copy = new MemoryStream();
            (other.Saves ?? throw new InvalidDataException("The state is not that of an optimizer's first group.")).SaveState(copy);
            copy.Position = 0;
            Saves.LoadState(copy);
        }
    }
}
