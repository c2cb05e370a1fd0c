using System.Globalization;

namespace Descent.Checkpoints.Tests;

/// <summary>What is damaged is refused, whatever the damage, and changes nothing.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly SmallRun _run = new(new AdamW(), "both"), _target = new(new AdamW(), "both", seed: 2);
    private readonly byte[] _file;
    private readonly string _before;

    public DamageTests()
    {
        _run.Run(0, 2);
        using var stream = new MemoryStream();
        _run.Optimizer.Save(stream);
        _file = stream.ToArray();
        _before = _target.Bits();
    }

    public void Dispose()
    {
        _run.Dispose();
        _target.Dispose();
    }

    /// <summary>Every byte, in one bit, in all, and to a blank; every length shorter than the file; and a byte more.</summary>
    [Fact]
    public void EveryByteAndEveryLength()
    {
        for (var place = 0; place < _file.Length; place++)
        {
            foreach (var other in (byte[])[(byte)(_file[place] ^ (1 << (place % 8))), (byte)~_file[place], (byte)' '])
            {
                if (other != _file[place])
                {
                    var damaged = (byte[])_file.Clone();
                    damaged[place] = other;
                    Refuse(damaged, $"byte {place}");
                }
            }

            Refuse(_file.AsSpan(0, place).ToArray(), $"the first {place} bytes");
        }

        Refuse([.. _file, 0], "a byte more");
        Assert.Equal(_before, _target.Bits());
    }

    /// <summary>
    /// Runs of bytes that were changed, moved, removed, put in twice, zeroed. 2,000 in every run; <c>DESCENT_DAMAGES=100000</c> makes so many of a larger file.
    /// </summary>
    [Fact]
    public void RandomDamages()
    {
        var isFull = int.TryParse(Environment.GetEnvironmentVariable("DESCENT_DAMAGES"), NumberStyles.None, CultureInfo.InvariantCulture, out var count);
        using var larger = new AdamW();
        larger.Add("weights", new float[20_000]);
        using var stream = new MemoryStream();
        larger.Save(stream);
        var file = isFull ? stream.ToArray() : _file;
        var random = new Random(1);
        for (var number = 0; number < (isFull ? count : 2000); number++)
        {
            var (place, length) = (random.Next(file.Length), 1 + random.Next(random.Next(2) == 0 ? 8 : file.Length / 4));
            length = Math.Min(length, file.Length - place);
            var part = file.AsSpan(place, length).ToArray();
            byte[] damaged = [.. file];
            switch (number % 6)
            {
                case 0:
                    random.NextBytes(damaged.AsSpan(place, length));
                    break;
                case 1:
                    damaged.AsSpan(place, length).Clear();
                    break;
                case 2:
                    damaged = [.. file.AsSpan(0, place), .. file.AsSpan(place + length)];
                    break;
                case 3:
                    damaged = [.. file.AsSpan(0, place + length), .. part, .. file.AsSpan(place + length)];
                    break;
                case 4:
                    part.CopyTo(damaged.AsSpan(random.Next(file.Length - length + 1)));
                    break;
                default:
                    damaged.AsSpan(place, length).Reverse();
                    break;
            }

            if (!damaged.AsSpan().SequenceEqual(file))
            {
                Refuse(damaged, $"damage {number}");
            }
        }

        Assert.Equal(_before, _target.Bits());
    }

    /// <summary>What is wrong is named, and where.</summary>
    [Fact]
    public void Message_NamesTheTensorAndItsPlace()
    {
        var damaged = (byte[])_file.Clone();
        damaged[^1] ^= 1;
        var last = CheckpointReader.Open(new MemoryStream(_file)).Header.Tensors[^1];
        var message = Assert.Throws<InvalidDataException>(() => Load(damaged)).Message;
        Assert.Contains($"'{last.Name}', bytes {_file.Length - last.Bytes} to {_file.Length} of the file", message, StringComparison.Ordinal);
    }

    private void Refuse(byte[] damaged, string what)
    {
        try
        {
            Load(damaged);
        }
        catch (InvalidDataException)
        {
            return;
        }

        Assert.Fail($"Loaded all the same: {what}.");
    }

    private void Load(byte[] file)
    {
        using var stream = new MemoryStream(file);
        _target.Optimizer.Load(stream);
    }
}
