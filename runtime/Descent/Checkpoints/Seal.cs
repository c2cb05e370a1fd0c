using System.Text;

namespace Descent.Checkpoints;

/// <summary>What a header says of itself: that it is a checkpoint's, and the checksums of header and tensors.</summary>
internal static class Seal
{
    /// <summary>The key of the version of what checkpoints are.</summary>
    public const string VersionKey = "descent";

    public const string Version = "1";

    /// <summary>The key of the header's own checksum, in which its own digits count as zeros.</summary>
    public const string HeaderKey = "descent.header";

    /// <summary>The key of the tensors' checksums, one after the other in the order in which the tensors lie.</summary>
    public const string TensorsKey = "descent.tensors";

    /// <summary>The key of whether there are weights.</summary>
    public const string WeightsKey = "descent.weights";

    /// <summary>The key of the files of ranks that a checkpoint is of, where it is of several.</summary>
    public const string SetKey = "descent.set";

    /// <summary>The key of the checksums of their headers.</summary>
    public const string SetSumsKey = "descent.set.headers";

    /// <summary>What the keys begin with that say which share of a tensor a rank's file has.</summary>
    public const string SharePrefix = "descent.share:";

    /// <summary>Whether a key is none of what was saved.</summary>
    public static bool IsOwn(string key) => key is "format" or VersionKey or HeaderKey or TensorsKey or WeightsKey or SetKey or SetSumsKey;

    /// <summary>Where the value of a key begins in a header; −1 if it is not there as it is written.</summary>
    public static int Find(ReadOnlySpan<byte> header, string key)
    {
        var pattern = Encoding.ASCII.GetBytes($"\"{key}\":\"");
        return header.IndexOf(pattern) is >= 0 and var place ? place + pattern.Length : -1;
    }

    /// <summary>The checksum of a header, whatever stands in the place for it.</summary>
    public static string Of(ReadOnlySpan<byte> header)
    {
        var place = Find(header, HeaderKey);
        var checksum = new Crc32C();
        checksum.Add(header[..place]);
        checksum.Add("00000000"u8);
        checksum.Add(header[(place + Crc32C.TextLength)..]);
        return checksum.ToString();
    }
}
