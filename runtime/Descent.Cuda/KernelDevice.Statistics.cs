using System.Runtime.InteropServices;
using Descent.CompilerServices;
using Descent.Cuda.Kernels;
using Descent.Engine;

namespace Descent.Cuda;

/// <content>What statistics of a step are made of.</content>
internal sealed partial class KernelDevice
{
    public void Measure(in DeviceValues measured, Span<double> sums, Span<double> largest, Span<long> bad)
    {
        var driver = InOrderBehindLoops();
        var entry = EntryOf(
            typeof(MeasureText), $"{measured.Type.Name} {measured.OfDoubles}", MeasureText.Entry, (measured.Type, measured.OfDoubles), static of => MeasureText.Of(of.Type, of.OfDoubles));
        var bytes = (long)MeasureText.BytesOfChunk * sums.Length;
        using var results = new DeviceAllocation(this, bytes + MeasureText.BytesOfTable);
        var table = results.Address + (ulong)bytes;
        Write(table, MemoryMarshal.AsBytes([BitConverter.DoubleToUInt64Bits(measured.First), BitConverter.DoubleToUInt64Bits(measured.Second), (ulong)measured.ChunkLength]));
        driver.Launch(entry, (uint)sums.Length, MeasureText.Threads, new(measured.Address, measured.Subtracted, results.Address, table, (uint)measured.Length), _stream);
        var read = new ulong[3 * sums.Length];
        Read(results.Address, MemoryMarshal.AsBytes(read.AsSpan()));
        for (var chunk = 0; chunk < sums.Length; chunk++)
        {
            sums[chunk] = BitConverter.UInt64BitsToDouble(read[3 * chunk]);
            largest[chunk] = MagnitudeOf(read[(3 * chunk) + 1], measured.OfDoubles);
            bad[chunk] = (long)read[(3 * chunk) + 2];
        }
    }

    public void Convert(in DeviceConversion conversion)
    {
        var driver = InOrderBehindLoops();
        var entry = EntryOf(
            typeof(ConversionText), $"{conversion.From} {conversion.To}", ConversionText.Entry, (conversion.From, conversion.To), static of => ConversionText.Of(of.From, of.To));
        var blocks = ((uint)conversion.Length + ConversionText.Threads - 1) / ConversionText.Threads;
        driver.Launch(entry, blocks, ConversionText.Threads, new(conversion.Source, conversion.Destination, conversion.Table, 0, (uint)conversion.Length), _stream);
    }

    public void CountLost(in DeviceValues stored, ulong before, ulong unrounded, Span<int> lost)
    {
        var driver = InOrderBehindLoops();
        var entry = EntryOf(typeof(LostText), stored.Type.Name, LostText.Entry, stored.Type, LostText.Of);
        using var results = new DeviceAllocation(this, sizeof(ulong) + ((long)sizeof(int) * lost.Length));
        Clear(results.Address, sizeof(ulong) + ((long)sizeof(int) * lost.Length));
        Write(results.Address, MemoryMarshal.AsBytes([(ulong)stored.ChunkLength]));
        var blocks = ((uint)stored.Length + LostText.Threads - 1) / LostText.Threads;
        driver.Launch(entry, blocks, LostText.Threads, new(stored.Address, before, unrounded, results.Address, (uint)stored.Length), _stream);
        Read(results.Address + sizeof(ulong), MemoryMarshal.AsBytes(lost));
    }
}
